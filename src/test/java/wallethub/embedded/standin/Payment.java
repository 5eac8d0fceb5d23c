package wallethub.embedded.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One command "the customer pays".
 *
 * @param amount minor units; null: what the session asks for (for {@code PARTIAL}: half of it)
 * @param currency null: the session's
 * @param live what the events claim
 * @param account the connected account that the events name; null: none
 * @param events only these types are sent; empty: all
 */
public record Payment(
        PayMode mode,
        @Nullable Long amount,
        @Nullable String currency,
        boolean live,
        @Nullable String account,
        List<String> events) {

    public static final Payment FULL = of(PayMode.FULL);

    public static Payment of(PayMode mode) {
        return new Payment(mode, null, null, false, null, List.of());
    }

    public Payment amount(long minor) {
        return new Payment(mode, minor, currency, live, account, events);
    }

    public Payment in(String otherCurrency) {
        return new Payment(mode, amount, otherCurrency, live, account, events);
    }

    public Payment claimingLive() {
        return new Payment(mode, amount, currency, true, account, events);
    }

    public Payment onAccount(String connected) {
        return new Payment(mode, amount, currency, live, connected, events);
    }

    public Payment sendingOnly(String... types) {
        return new Payment(mode, amount, currency, live, account, List.of(types));
    }

    static Payment from(JsonNode command) {
        return new Payment(
                PayMode.named(command.path("pay").asText("full")),
                command.has("amount") ? command.get("amount").asLong() : null,
                command.has("currency") ? command.get("currency").asText() : null,
                command.path("live").asBoolean(),
                command.has("account") ? command.get("account").asText() : null,
                StreamSupport.stream(command.path("events").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList());
    }
}
