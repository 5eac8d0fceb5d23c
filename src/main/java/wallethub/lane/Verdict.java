package wallethub.lane;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import wallethub.mapping.Mapping.OnPoison;

/** What an attempt means for its delivery and its key. */
sealed interface Verdict {

    /** Done for good, with success or with a recorded reason not to; the key goes on. */
    record Settle(
            boolean success,
            String code,
            @Nullable String foreignId,
            @Nullable String foreignNumber) implements Verdict {}

    /**
     * The key waits and starts again with this delivery.
     *
     * @param unknown look up before anything is sent
     */
    record Wait(
            String reason,
            Duration delay,
            boolean spent,
            boolean unknown,
            String code,
            @Nullable String message) implements Verdict {}

    /** It will not work as it is: a dead letter. */
    record Die(
            String reasonClass,
            boolean unknown,
            OnPoison onPoison,
            String code,
            @Nullable String message) implements Verdict {}
}
