package wallethub.certify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One fault that one operation meets.
 *
 * @param alone it is about the whole target: nothing else may be on its way
 * @param play ends when all is as it must be, and fails when it is not
 */
record Row(String fault, String operation, boolean alone, Runnable play) {

    /**
     * How it ended.
     *
     * @param reason why it failed; null when it passed
     */
    record Result(String fault, String operation, @Nullable String reason, Duration took) {

        boolean passed() {
            return reason == null;
        }
    }

    Result played() {
        long since = System.nanoTime();
        @Nullable String reason = null;
        try {
            play.run();
        } catch (RuntimeException | AssertionError e) {
            reason = String.valueOf(e.getMessage()).strip();
        }
        return new Result(fault, operation, reason, Duration.ofNanos(System.nanoTime() - since));
    }
}
