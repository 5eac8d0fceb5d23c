package wallethub.lane;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.mapping.Outcome;

/**
 * A delivery that came to its end, as its listeners see it inside the settle transaction.
 *
 * @param body the document as it was enqueued: the business event's JSON, or the letter's bytes
 * @param outcome {@code SUCCESS}, {@code DISCARD}, or {@code FATAL} when it became a dead letter
 * @param message what the target said, when it said something
 * @param forGood whether that is its end unless a person decides otherwise; not so for a dead letter whose key waits for that
 *     person, nor for one whose last attempt may have happened
 * @param foreignNumber the number that the target gave it, such as the ERP's entry number
 */
public record Settlement(
        String lane,
        long deliveryId,
        String eventType,
        String key,
        byte[] body,
        Outcome outcome,
        String code,
        @Nullable String message,
        boolean forGood,
        @Nullable String foreignId,
        @Nullable String foreignNumber,
        Instant settledAt) {}
