package wallethub.lane;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document that came in at the door, verified, before it is stored.
 *
 * @param lane the lane it goes into, such as {@code payments}
 * @param key the ordering key; letters of one key are handled one after another, in the order they were stored
 * @param idempotencyKey unique for longer than any sender retries; a second letter with it is acknowledged and dropped
 * @param mapping the mapping that reads it
 * @param body the raw bytes as they came
 * @param headers what later steps need, on an allow-list already; they reappear as message headers
 * @param correlationId on every log line that belongs to it
 * @param traceparent W3C trace context, when the sender gave one
 */
public record Letter(
        String lane,
        String key,
        String idempotencyKey,
        String mapping,
        byte[] body,
        Map<String, String> headers,
        String correlationId,
        @Nullable String traceparent) {

    private static final int KEY_LENGTH_MAX = 512;
    private static final int BODY_BYTES_MAX = 1 << 20;

    /** @throws IllegalArgumentException when a key is empty, too long or has control characters, or the body is over 1 MiB */
    public Letter {
        headers = Map.copyOf(headers);
        if (!isKey(key) || !isKey(idempotencyKey)) {
            throw new IllegalArgumentException(
                    "a letter needs keys of 1 to " + KEY_LENGTH_MAX + " printable characters");
        }
        if (body.length > BODY_BYTES_MAX) {
            throw new IllegalArgumentException("a letter's body is at most " + BODY_BYTES_MAX + " bytes");
        }
    }

    static boolean isKey(String key) {
        return !key.isEmpty() && key.length() <= KEY_LENGTH_MAX && key.chars().noneMatch(Character::isISOControl);
    }
}
