package wallethub.embedded.standin;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a stand-in misbehaves from now on.
 *
 * @param times how many calls it applies to; negative: until it is switched off
 * @param millis how long {@code SLOW}, {@code COMMIT_THEN_TIMEOUT} and {@code COMMIT_LATE} take
 * @param retryAfterSeconds what {@code TOO_MANY} tells the caller
 */
public record Fault(Mode mode, Scope scope, int times, long millis, int retryAfterSeconds) {

    public static final Fault NONE = new Fault(Mode.NORMAL, Scope.ALL, -1, 0, 0);

    /** What happens to a call. */
    public enum Mode {
        /** Nothing unusual. */
        NORMAL,
        /** 503 for everything; nothing is done. */
        DOWN,
        /** 500; nothing is done. */
        ERROR,
        /** The connection is reset before anything is done. */
        UNREACHABLE,
        /** Done at once, answered late. */
        SLOW,
        /** 429 with Retry-After; nothing is done. */
        TOO_MANY,
        /** Done, and answered 200 with something that is not the agreed document. */
        MALFORMED,
        /** Done, then the connection is reset instead of an answer. */
        COMMIT_THEN_RESET,
        /** Done, then silence for longer than a caller waits. */
        COMMIT_THEN_TIMEOUT,
        /** ERP only: the entry is created as a draft and never posted, then the connection is reset. */
        DRAFT_THEN_RESET,
        /** ERP only: silence, and the entry appears only at the end of it, when the caller has long gone. */
        COMMIT_LATE;

        static Mode named(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Which calls are hit. */
    public enum Scope {
        ALL,
        READS,
        WRITES;

        static Scope named(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }

        boolean covers(boolean read) {
            return this == ALL || (this == READS) == read;
        }
    }

    /** All calls, until switched off, with the usual duration of the mode. */
    public static Fault of(Mode mode) {
        long millis = switch (mode) {
            case SLOW -> 2_000;
            case COMMIT_THEN_TIMEOUT, COMMIT_LATE -> 30_000;
            case NORMAL, DOWN, ERROR, UNREACHABLE, TOO_MANY, MALFORMED, COMMIT_THEN_RESET, DRAFT_THEN_RESET -> 0;
        };
        return new Fault(mode, Scope.ALL, -1, millis, 1);
    }

    public Fault times(int count) {
        return new Fault(mode, scope, count, millis, retryAfterSeconds);
    }

    public Fault only(Scope hit) {
        return new Fault(mode, hit, times, millis, retryAfterSeconds);
    }

    public Fault lasting(long duration) {
        return new Fault(mode, scope, times, duration, retryAfterSeconds);
    }

    public Fault retryAfter(int seconds) {
        return new Fault(mode, scope, times, millis, seconds);
    }

    static Fault of(
            String mode,
            @Nullable String scope,
            @Nullable Integer times,
            @Nullable Long millis,
            @Nullable Integer retryAfter) {
        Fault usual = of(Mode.named(mode));
        return new Fault(
                usual.mode,
                scope == null ? usual.scope : Scope.named(scope),
                times == null ? usual.times : times,
                millis == null ? usual.millis : millis,
                retryAfter == null ? usual.retryAfterSeconds : retryAfter);
    }
}
