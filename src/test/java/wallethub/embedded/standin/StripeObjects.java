package wallethub.embedded.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stripe's documents in the shape of its API, with values of our own. */
final class StripeObjects {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final SecureRandom RANDOM = new SecureRandom();

    private StripeObjects() {}

    static String id(String prefix, int length) {
        StringBuilder id = new StringBuilder(prefix);
        for (int i = 0; i < length; i++) {
            id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    /** Card payment in one amount; the payment intent comes into being when the customer pays. */
    static ObjectNode session(Form form, long amount, String currency, String baseUrl, Instant now) {
        String id = id("cs_test_a1", 56);
        ObjectNode session = StandInJson.object();
        session.put("id", id).put("object", "checkout.session");
        session.putNull("after_expiration");
        session.putNull("allow_promotion_codes");
        session.put("amount_subtotal", amount).put("amount_total", amount);
        session.putObject("automatic_tax").put("enabled", false).putNull("status");
        session.put("cancel_url", form.get("cancel_url").orElse(null));
        session.put("client_reference_id", form.get("client_reference_id").orElse(null));
        session.put("created", now.getEpochSecond());
        session.put("currency", currency);
        session.put("customer", form.get("customer").orElse(null));
        session.putNull("customer_details");
        session.put("customer_email", form.get("customer_email").orElse(null));
        session.put("expires_at", form.get("expires_at").map(Long::valueOf).orElse(now.getEpochSecond() + 86_400));
        session.put("livemode", false);
        session.put("locale", form.get("locale").orElse(null));
        session.set("metadata", StandInJson.tree(form.under("metadata")));
        session.put("mode", "payment");
        session.putNull("payment_intent");
        session.putObject("payment_method_options");
        session.putArray("payment_method_types").add("card");
        session.put("payment_status", "unpaid");
        session.putNull("setup_intent");
        session.put("status", "open");
        session.putNull("subscription");
        session.put("success_url", form.get("success_url").orElse(null));
        session.putObject("total_details")
                .put("amount_discount", 0)
                .put("amount_shipping", 0)
                .put("amount_tax", 0);
        session.put("ui_mode", "hosted");
        return session.put("url", baseUrl + "/c/pay/" + id);
    }

    static ObjectNode paymentIntent(
            long amount, String currency, String captureMethod, Map<String, String> metadata, Instant now) {
        String id = id("pi_3", 23);
        ObjectNode intent = StandInJson.object();
        intent.put("id", id).put("object", "payment_intent");
        intent.put("amount", amount).put("amount_capturable", 0).put("amount_received", 0);
        intent.putNull("application").putNull("application_fee_amount");
        intent.putNull("canceled_at").putNull("cancellation_reason");
        intent.put("capture_method", captureMethod);
        intent.put("client_secret", id + "_secret_" + id("", 25));
        intent.put("confirmation_method", "automatic");
        intent.put("created", now.getEpochSecond());
        intent.put("currency", currency);
        intent.putNull("customer").putNull("description");
        intent.putNull("last_payment_error").putNull("latest_charge");
        intent.put("livemode", false);
        intent.set("metadata", StandInJson.tree(metadata));
        intent.putNull("next_action").putNull("on_behalf_of").putNull("payment_method");
        intent.putArray("payment_method_types").add("card");
        intent.putNull("processing").putNull("receipt_email").putNull("review");
        intent.putNull("setup_future_usage").putNull("shipping").putNull("statement_descriptor");
        intent.put("status", "requires_payment_method");
        return intent.putNull("transfer_data").putNull("transfer_group");
    }

    static ObjectNode charge(ObjectNode intent, String status, long captured, Instant now) {
        ObjectNode charge = StandInJson.object();
        charge.put("id", id("ch_3", 23)).put("object", "charge");
        charge.put("amount", intent.path("amount").asLong());
        charge.put("amount_captured", captured).put("amount_refunded", 0);
        charge.put("captured", captured > 0);
        charge.put("created", now.getEpochSecond());
        charge.set("currency", intent.path("currency"));
        charge.put("disputed", false).putNull("failure_code").putNull("failure_message");
        charge.put("livemode", intent.path("livemode").asBoolean());
        charge.set("metadata", intent.path("metadata"));
        charge.put("paid", !status.equals("failed"));
        charge.set("payment_intent", intent.path("id"));
        charge.put("payment_method", id("pm_1", 23));
        charge.putObject("payment_method_details")
                .put("type", "card")
                .putObject("card")
                .put("brand", "visa")
                .put("exp_month", 12)
                .put("exp_year", 2034)
                .put("funding", "credit")
                .put("last4", "4242");
        charge.put("refunded", false);
        return charge.put("status", status);
    }

    static ObjectNode event(
            String type, JsonNode object, String apiVersion, boolean live, @Nullable String account, Instant now) {
        ObjectNode event = StandInJson.object();
        event.put("id", id("evt_1", 23)).put("object", "event");
        if (account != null) {
            event.put("account", account);
        }
        event.put("api_version", apiVersion).put("created", now.getEpochSecond());
        event.putObject("data").set("object", object.deepCopy());
        event.put("livemode", live).put("pending_webhooks", 1);
        event.putObject("request").putNull("id").putNull("idempotency_key");
        return event.put("type", type);
    }

    /** The bytes of a webhook: indented, as Stripe sends them; whoever reformats before verifying fails. */
    static String pretty(ObjectNode event) {
        return event.toPrettyString();
    }

    static ObjectNode list(String url, Iterable<? extends JsonNode> items, boolean more) {
        ObjectNode list =
                StandInJson.object().put("object", "list").put("url", url).put("has_more", more);
        var data = list.putArray("data");
        items.forEach(data::add);
        return list;
    }

    static Reply error(int status, String type, @Nullable String code, String message, @Nullable String param) {
        ObjectNode body = StandInJson.object();
        ObjectNode error = body.putObject("error");
        if (code != null) {
            error.put("code", code).put("doc_url", "https://stripe.com/docs/error-codes/" + code.replace('_', '-'));
        }
        error.put("message", message);
        if (param != null) {
            error.put("param", param);
        }
        error.put("type", type);
        return Reply.json(status, body);
    }
}
