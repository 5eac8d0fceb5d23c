package wallethub.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** The JSON of a {@link PaymentEvent}: strict, because only our own mappings and steps write it. */
public final class PaymentEventJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private PaymentEventJson() {}

    /** @throws IllegalArgumentException when the bytes are not a payment event; the message names the rule, no content */
    public static PaymentEvent read(byte[] bytes) {
        try {
            return JSON.readValue(bytes, PaymentEvent.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a payment event: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a payment event", e);
        }
    }

    public static byte[] write(PaymentEvent event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("payment event " + event.gatewayEventId() + " has no JSON form", e);
        }
    }
}
