package wallethub.embedded.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An SMS provider as {@code docs/connectors/http-sms.openapi.yaml} has it. Its messages end in an inbox that anyone on this
 * machine may read. One key is one message: whoever sends it again gets the answer of the first.
 */
public final class SmsStandIn extends StandIn {

    private static final int TEXT_LENGTH_MAX = 459;

    /** One message; {@code key} is the sender's idempotency key. */
    public record Message(
            String id,
            String to,
            String text,
            String key,
            @Nullable String language,
            @Nullable String validUntil) {}

    private final DurableMap<Message> inbox;
    private final Map<String, Message> byKey = new HashMap<>();
    private final Set<String> refused = new TreeSet<>();
    private String token = "";

    private SmsStandIn(int port, @Nullable Path directory) {
        super("sms", port);
        inbox = DurableMap.open(directory, "sms-inbox", Message.class);
        inbox.values().forEach(message -> byKey.put(message.key(), message));
    }

    public static SmsStandIn start(int port) {
        return start(port, null);
    }

    public static SmsStandIn start(int port, @Nullable Path directory) {
        SmsStandIn sms = new SmsStandIn(port, directory);
        sms.listen();
        return sms;
    }

    /** Takes calls with this bearer token only. */
    public synchronized void requireToken(String wanted) {
        token = wanted;
    }

    /** No message goes to this number from now on. */
    public synchronized void refuse(String mobile) {
        refused.add(mobile);
    }

    public synchronized void accept(String mobile) {
        refused.remove(mobile);
    }

    public List<Message> inbox() {
        return inbox.values();
    }

    public List<Message> inbox(String mobile) {
        return inbox().stream().filter(m -> m.to().equals(mobile)).toList();
    }

    @Override
    public void close() {
        super.close();
        inbox.close();
    }

    @Override
    synchronized Reply answer(Call call, Fault current) {
        if (call.is("GET", "/inbox")) {
            String to = call.query().get("to").orElse("");
            String key = call.query().get("key").orElse("");
            ObjectNode found = StandInJson.object();
            found.set(
                    "items",
                    StandInJson.tree(inbox().stream()
                            .filter(message -> to.isEmpty() || message.to().equals(to))
                            .filter(message -> key.isEmpty() || message.key().equals(key))
                            .toList()));
            return Reply.json(200, found);
        }
        if (!token.isEmpty() && !call.header("Authorization").orElse("").equals("Bearer " + token)) {
            return Reply.error(401, "TOKEN_UNKNOWN", "no such token");
        }
        if (call.is("POST", "/messages")) {
            return send(call);
        }
        if (call.is("GET", "/health")) {
            return Reply.json(200, StandInJson.object().put("state", "up"));
        }
        return Reply.error(404, "NO_SUCH_RESOURCE", call.method() + " " + call.path());
    }

    private Reply send(Call call) {
        ObjectNode wanted = call.json();
        String to = wanted.path("to").asText("");
        String text = wanted.path("text").asText("");
        String key = call.header("Idempotency-Key").orElse("");
        if (key.isEmpty() || text.isEmpty() || text.length() > TEXT_LENGTH_MAX) {
            return Reply.error(400, "MESSAGE_INVALID", "a key, and a text of 1 to " + TEXT_LENGTH_MAX + " characters");
        }
        // Before the number is looked at: what was accepted once stays accepted.
        Message earlier = byKey.get(key);
        if (earlier != null) {
            return accepted(earlier);
        }
        if (!to.matches("\\+[1-9][0-9]{6,14}") || refused.contains(to)) {
            return Reply.error(422, "NUMBER_REFUSED", to + " takes no messages");
        }
        Message message = new Message(
                "SM-" + (1 + inbox.size()), to, text, key, text(wanted, "language"), text(wanted, "validUntil"));
        inbox.put(message.id(), message);
        byKey.put(key, message);
        return accepted(message);
    }

    private static Reply accepted(Message message) {
        return Reply.json(202, StandInJson.object().put("id", message.id()).put("state", "accepted"));
    }

    private static @Nullable String text(JsonNode document, String field) {
        return Optional.of(document.path(field))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .orElse(null);
    }

    @Override
    void describe(ObjectNode state) {
        state.put("messages", inbox.size());
        state.set("refused", StandInJson.tree(Set.copyOf(refused)));
    }

    @Override
    synchronized void set(JsonNode settings) {
        if (settings.has("refuse")) {
            refuse(settings.get("refuse").asText());
        }
        if (settings.has("accept")) {
            accept(settings.get("accept").asText());
        }
    }

    @Override
    @Nullable
    Reply command(Call call) {
        return null;
    }

    @Override
    String kind(Call call) {
        return call.method() + " " + call.path();
    }
}
