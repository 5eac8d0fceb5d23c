package wallethub.lane;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One document on its way to one target, claimed under a lease.
 *
 * @param id of the stored event; larger is later for one key
 * @param kind the event's type, or {@code letter}
 * @param idem what made the event unique when it was stored
 * @param mappingName the mapping that a letter named
 * @param body the document as it was enqueued
 * @param headers what the letter's edge stored beside it
 * @param attempts spent before this one
 * @param unknown the last attempt may have happened
 * @param firstFailedAt when the first attempt was spent
 * @param frozen what every retry must send
 * @param secret the document carries a code or token: encrypted in rows, in no dead letter
 */
public record Delivery(
        String lane,
        long id,
        String key,
        String kind,
        String idem,
        @Nullable String mappingName,
        byte[] body,
        Map<String, String> headers,
        String correlationId,
        @Nullable String traceparent,
        Instant enqueuedAt,
        int attempts,
        boolean unknown,
        @Nullable Instant firstFailedAt,
        @Nullable Frozen frozen,
        boolean secret) {

    static final String LETTER = "letter";
    /** Marks a delivery that stands under its wallet because its own key could not be evaluated. */
    static final String UNKEYED = "HubUnkeyed";

    /** The bytes of the first attempt that did not end cleanly, with what made them. */
    public record Frozen(
            String mapping, int version, @Nullable String idempotencyKey, byte[] document) {}

    public Delivery {
        headers = Map.copyOf(headers);
    }

    public boolean isLetter() {
        return kind.equals(LETTER);
    }
}
