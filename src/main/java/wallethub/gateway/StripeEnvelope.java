package wallethub.gateway;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the door needs of a Stripe event: which event it is and which payment it belongs to. A document that cannot be read
 * gets its own hash for both, so that it is stored all the same.
 */
record StripeEnvelope(String eventId, String paymentKey, String merchant) {

    private static final JsonMapper JSON = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxNumberLength(64)
                            .maxStringLength(64 * 1024)
                            .build())
                    .build())
            .build();
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    static StripeEnvelope of(byte[] body) {
        try {
            JsonNode event = JSON.readTree(body);
            return event == null || !event.isObject() ? unreadable(body) : of(event, body);
        } catch (IOException e) {
            return unreadable(body);
        }
    }

    private static StripeEnvelope of(JsonNode event, byte[] body) {
        String eventId = text(event.path("id"));
        if (eventId.isEmpty()) {
            return unreadable(body);
        }
        JsonNode object = event.path("data").path("object");
        JsonNode payment = text(object.path("object")).equals("payment_intent")
                ? object.path("id")
                : object.path("payment_intent");
        String key = Stream.of(
                        payment,
                        object.path("client_reference_id"),
                        object.path("metadata").path("reference"),
                        object.path("id"))
                .map(StripeEnvelope::text)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(eventId);
        return new StripeEnvelope(eventId, key, text(event.path("account")));
    }

    /** An id, or an object that was expanded in its place. */
    private static String text(JsonNode node) {
        String text = node.isObject() ? node.path("id").asText("") : node.isTextual() ? node.asText() : "";
        return ID.matcher(text).matches() ? text : "";
    }

    private static StripeEnvelope unreadable(byte[] body) {
        try {
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            return new StripeEnvelope("unreadable-" + hash, "unreadable-" + hash, "");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }
}
