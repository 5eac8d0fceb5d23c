package wallethub.embedded.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An SMS provider whose messages end in an inbox that anyone on this machine may read. */
public final class SmsStandIn extends StandIn {

    /** One message; {@code key} is the sender's idempotency key. */
    public record Message(String id, String to, String text, String key) {}

    private final DurableMap<Message> inbox;

    private SmsStandIn(int port, @Nullable Path directory) {
        super("sms", port);
        inbox = DurableMap.open(directory, "sms-inbox", Message.class);
    }

    public static SmsStandIn start(int port) {
        return start(port, null);
    }

    public static SmsStandIn start(int port, @Nullable Path directory) {
        SmsStandIn sms = new SmsStandIn(port, directory);
        sms.listen();
        return sms;
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
        if (call.is("POST", "/messages")) {
            return send(call);
        }
        if (call.is("GET", "/inbox")) {
            String to = call.query().get("to").orElse("");
            ObjectNode found = StandInJson.object();
            found.set("items", StandInJson.tree(to.isEmpty() ? inbox() : inbox(to)));
            return Reply.json(200, found);
        }
        return Reply.error(404, "NO_SUCH_RESOURCE", call.method() + " " + call.path());
    }

    private Reply send(Call call) {
        ObjectNode wanted = call.json();
        String to = wanted.path("to").asText("");
        String text = wanted.path("text").asText("");
        if (!to.matches("\\+[1-9][0-9]{6,14}") || text.isEmpty()) {
            return Reply.error(422, "MESSAGE_INVALID", "to is E.164, text is not empty");
        }
        String key = call.header("Idempotency-Key").orElse("");
        Optional<Message> earlier = key.isEmpty()
                ? Optional.empty()
                : inbox().stream().filter(m -> m.key().equals(key)).findFirst();
        Message message = earlier.orElseGet(() -> new Message("SM-" + (1 + inbox.size()), to, text, key));
        inbox.put(message.id(), message);
        return Reply.json(202, StandInJson.object().put("id", message.id()).put("state", "accepted"));
    }

    @Override
    void describe(ObjectNode state) {
        state.put("messages", inbox.size());
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
