package wallethub.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.id.CustomerId;

/**
 * Gives a mapped message its number and the text in its language. A customer's are looked up at every attempt: so that
 * neither lies in a lane or in a dead letter, and a number that was corrected meanwhile is the one that is called.
 */
@Component
public class Addressing {

    static final String CUSTOMER_UNKNOWN = "CUSTOMER_UNKNOWN";
    static final String NUMBER_MISSING = "NUMBER_MISSING";
    static final String EXPIRED = "EXPIRED";

    private static final String FALLBACK = "en";
    private static final Pattern MOBILE = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final JsonMapper JSON = new JsonMapper();

    private final Customers customers;
    private final Clock clock;

    Addressing(Customers customers, Clock clock) {
        this.customers = customers;
        this.clock = clock;
    }

    /** @param mapped a document of {@code sms-message.v1} */
    public Addressed address(byte[] mapped) {
        JsonNode message = read(mapped);
        if (isOver(message.path("validUntil").asText())) {
            return new Addressed.Nobody(EXPIRED);
        }
        JsonNode to = message.path("to");
        if (to.has("mobile")) {
            return addressed(
                    message, to.path("mobile").asText(), to.path("language").asText());
        }
        Optional<Customer> customer = customer(to.path("customer").asText());
        return customer.isEmpty()
                ? new Addressed.Nobody(CUSTOMER_UNKNOWN)
                : addressed(message, customer.get().mobile(), customer.get().language());
    }

    private boolean isOver(String validUntil) {
        return !validUntil.isEmpty() && !clock.instant().isBefore(Instant.parse(validUntil));
    }

    private Optional<Customer> customer(String id) {
        return CustomerId.isValid(id) ? customers.find(new CustomerId(id)) : Optional.empty();
    }

    private static Addressed addressed(JsonNode message, String mobile, String language) {
        if (!MOBILE.matcher(mobile).matches()) {
            return new Addressed.Nobody(NUMBER_MISSING);
        }
        String spoken = message.path("texts").has(language) ? language : FALLBACK;
        ObjectNode sent = JSON.createObjectNode();
        sent.put("to", mobile);
        sent.put("text", message.path("texts").path(spoken).path("text").asText());
        sent.put("language", spoken);
        if (message.has("validUntil")) {
            sent.set("validUntil", message.get("validUntil"));
        }
        return new Addressed.Ready(bytes(sent));
    }

    private static JsonNode read(byte[] document) {
        try {
            return JSON.readTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException("a mapped document is JSON", e);
        }
    }

    private static byte[] bytes(JsonNode document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException("a tree has a JSON form", e);
        }
    }
}
