package wallethub.embedded.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The books of the Stripe stand-in: sessions, payments, charges, events, and how each step of the customer moves them. */
final class StripeBook implements AutoCloseable {

    /** A session, and what its payment intent will look like once the customer pays. */
    record Checkout(ObjectNode session, String captureMethod, Map<String, String> paymentMetadata) {}

    private final DurableMap<Checkout> checkouts;
    private final DurableMap<ObjectNode> intents;
    private final DurableMap<ObjectNode> charges;
    private final DurableMap<ObjectNode> events;
    private final String apiVersion;

    StripeBook(@Nullable Path directory, String apiVersion) {
        checkouts = DurableMap.open(directory, "stripe-sessions", Checkout.class);
        intents = DurableMap.open(directory, "stripe-payment-intents", ObjectNode.class);
        charges = DurableMap.open(directory, "stripe-charges", ObjectNode.class);
        events = DurableMap.open(directory, "stripe-events", ObjectNode.class);
        this.apiVersion = apiVersion;
    }

    void keep(Checkout checkout) {
        checkouts.put(text(checkout.session(), "id"), checkout);
    }

    Optional<ObjectNode> session(String id) {
        return checkouts.get(id).map(Checkout::session).map(StripeBook::current);
    }

    Optional<ObjectNode> intent(String id) {
        return intents.get(id);
    }

    Optional<ObjectNode> charge(String id) {
        return charges.get(id);
    }

    Optional<ObjectNode> event(String id) {
        return events.get(id);
    }

    /** The newest first, as Stripe lists them. */
    List<ObjectNode> sessions() {
        return checkouts.values().reversed().stream()
                .map(checkout -> current(checkout.session()))
                .toList();
    }

    List<ObjectNode> intents() {
        return intents.values().reversed();
    }

    List<ObjectNode> events() {
        return events.values().reversed();
    }

    /** The events of one step of the customer, in the order in which they happened. */
    List<ObjectNode> pay(String sessionId, Payment payment) {
        Checkout checkout = checkout(sessionId);
        return switch (payment.mode()) {
            case FULL -> captured(checkout, payment, amount(checkout, payment));
            case PARTIAL -> captured(checkout, payment, half(checkout, payment));
            case SECOND -> second(checkout, payment);
            case FAIL -> declined(checkout, payment);
            case AUTHORISE -> authorised(checkout, payment);
            case ASYNC -> pending(checkout, payment);
            case ASYNC_SUCCEED -> arrived(checkout, payment);
            case ASYNC_FAIL -> missed(checkout, payment);
        };
    }

    /** Captures a part or all of an authorised payment. */
    List<ObjectNode> capture(String intentId, @Nullable Long amount) {
        ObjectNode intent = intents.get(intentId)
                .orElseThrow(() -> missing("payment_intent", intentId))
                .deepCopy();
        if (!text(intent, "status").equals("requires_capture")) {
            throw new RefusedException(StripeObjects.error(
                    400,
                    "invalid_request_error",
                    "payment_intent_unexpected_state",
                    "This PaymentIntent could not be captured because it has a status of " + text(intent, "status")
                            + ".",
                    null));
        }
        long taken = amount == null ? intent.path("amount_capturable").asLong() : amount;
        if (taken < 1 || taken > intent.path("amount_capturable").asLong()) {
            throw new RefusedException(StripeObjects.error(
                    400,
                    "invalid_request_error",
                    "amount_too_large",
                    "The capture amount is not within the authorised amount.",
                    "amount_to_capture"));
        }
        succeed(intent, taken);
        return List.of(record("payment_intent.succeeded", intent, Payment.FULL));
    }

    List<ObjectNode> expire(String sessionId) {
        Checkout checkout = checkout(sessionId);
        if (!text(checkout.session(), "status").equals("open")) {
            throw new RefusedException(StripeObjects.error(
                    400,
                    "invalid_request_error",
                    null,
                    "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of "
                            + text(checkout.session(), "status") + ".",
                    null));
        }
        ObjectNode session = moved(checkout, "expired", "unpaid", null);
        return List.of(record("checkout.session.expired", session, Payment.FULL));
    }

    @Override
    public void close() {
        checkouts.close();
        intents.close();
        charges.close();
        events.close();
    }

    private List<ObjectNode> captured(Checkout checkout, Payment payment, long received) {
        ObjectNode intent = begun(checkout, payment, Math.max(received, amount(checkout, payment)));
        succeed(intent, received);
        ObjectNode session = moved(checkout, "complete", "paid", text(intent, "id"));
        return List.of(
                record("payment_intent.succeeded", intent, payment),
                record("checkout.session.completed", amended(session, payment), payment));
    }

    private List<ObjectNode> second(Checkout checkout, Payment payment) {
        ObjectNode intent = newIntent(checkout, payment, amount(checkout, payment));
        succeed(intent, intent.path("amount").asLong());
        return List.of(record("payment_intent.succeeded", intent, payment));
    }

    private List<ObjectNode> declined(Checkout checkout, Payment payment) {
        ObjectNode intent = begun(checkout, payment, amount(checkout, payment));
        ObjectNode charge = StripeObjects.charge(intent, "failed", 0, Instant.now());
        charge.put("failure_code", "card_declined").put("failure_message", "Your card has insufficient funds.");
        charges.put(text(charge, "id"), charge);
        intent.put("status", "requires_payment_method").set("latest_charge", charge.path("id"));
        intent.putObject("last_payment_error")
                .put("charge", text(charge, "id"))
                .put("code", "card_declined")
                .put("decline_code", "insufficient_funds")
                .put("message", "Your card has insufficient funds.")
                .put("type", "card_error");
        intents.put(text(intent, "id"), intent);
        moved(checkout, text(checkout.session(), "status"), "unpaid", text(intent, "id"));
        return List.of(record("payment_intent.payment_failed", intent, payment));
    }

    private List<ObjectNode> authorised(Checkout checkout, Payment payment) {
        ObjectNode intent = begun(checkout, payment, amount(checkout, payment));
        ObjectNode charge = StripeObjects.charge(intent, "succeeded", 0, Instant.now());
        charges.put(text(charge, "id"), charge);
        intent.put("status", "requires_capture")
                .put("capture_method", "manual")
                .set("latest_charge", charge.path("id"));
        intent.set("amount_capturable", intent.path("amount"));
        intent.set("payment_method", charge.path("payment_method"));
        intents.put(text(intent, "id"), intent);
        ObjectNode session = moved(checkout, "complete", "unpaid", text(intent, "id"));
        return List.of(
                record("payment_intent.amount_capturable_updated", intent, payment),
                record("checkout.session.completed", amended(session, payment), payment));
    }

    private List<ObjectNode> pending(Checkout checkout, Payment payment) {
        ObjectNode intent = begun(checkout, payment, amount(checkout, payment));
        intent.put("status", "processing");
        intents.put(text(intent, "id"), intent);
        ObjectNode session = moved(checkout, "complete", "unpaid", text(intent, "id"));
        return List.of(
                record("payment_intent.processing", intent, payment),
                record("checkout.session.completed", amended(session, payment), payment));
    }

    private List<ObjectNode> arrived(Checkout checkout, Payment payment) {
        ObjectNode intent = begun(checkout, payment, amount(checkout, payment));
        succeed(intent, intent.path("amount").asLong());
        ObjectNode session = moved(checkout, "complete", "paid", text(intent, "id"));
        return List.of(
                record("payment_intent.succeeded", intent, payment),
                record("checkout.session.async_payment_succeeded", amended(session, payment), payment));
    }

    private List<ObjectNode> missed(Checkout checkout, Payment payment) {
        List<ObjectNode> failed = new ArrayList<>(declined(checkout, payment));
        ObjectNode session = checkout(text(checkout.session(), "id")).session();
        failed.add(record("checkout.session.async_payment_failed", session, payment));
        return List.copyOf(failed);
    }

    /** The session's payment: the one it has, or a new one. */
    private ObjectNode begun(Checkout checkout, Payment payment, long amount) {
        String known = checkout.session().path("payment_intent").asText("");
        boolean fresh = checkout.session().path("payment_intent").isNull() || known.isEmpty();
        if (fresh) {
            return newIntent(checkout, payment, amount);
        }
        ObjectNode intent = intents.get(known)
                .orElseThrow(() -> missing("payment_intent", known))
                .deepCopy();
        if (List.of("succeeded", "canceled").contains(text(intent, "status"))) {
            throw new IllegalArgumentException("session is paid already: use second");
        }
        return intent;
    }

    private ObjectNode newIntent(Checkout checkout, Payment payment, long amount) {
        String currency = payment.currency() == null ? text(checkout.session(), "currency") : payment.currency();
        ObjectNode intent = StripeObjects.paymentIntent(
                amount, currency, checkout.captureMethod(), checkout.paymentMetadata(), Instant.now());
        intent.put("livemode", payment.live());
        intents.put(text(intent, "id"), intent);
        return intent;
    }

    private void succeed(ObjectNode intent, long received) {
        ObjectNode charge = StripeObjects.charge(intent, "succeeded", received, Instant.now());
        charges.put(text(charge, "id"), charge);
        intent.put("status", "succeeded").put("amount_received", received).put("amount_capturable", 0);
        intent.putNull("last_payment_error");
        intent.set("latest_charge", charge.path("id"));
        intent.set("payment_method", charge.path("payment_method"));
        intents.put(text(intent, "id"), intent);
    }

    private ObjectNode moved(Checkout checkout, String status, String paymentStatus, @Nullable String intentId) {
        ObjectNode session = checkout.session().deepCopy();
        session.put("status", status).put("payment_status", paymentStatus).put("payment_intent", intentId);
        if (!status.equals("open")) {
            session.putNull("url");
        }
        keep(new Checkout(session, checkout.captureMethod(), checkout.paymentMetadata()));
        return session;
    }

    /** What the event says of the session when the payment was of another amount, currency or mode. */
    private static ObjectNode amended(ObjectNode session, Payment payment) {
        ObjectNode said = session.deepCopy();
        if (payment.amount() != null && payment.mode() != PayMode.PARTIAL) {
            said.put("amount_total", payment.amount()).put("amount_subtotal", payment.amount());
        }
        if (payment.currency() != null) {
            said.put("currency", payment.currency());
        }
        return said.put("livemode", payment.live());
    }

    private ObjectNode record(String type, ObjectNode object, Payment payment) {
        ObjectNode event =
                StripeObjects.event(type, object, apiVersion, payment.live(), payment.account(), Instant.now());
        events.put(text(event, "id"), event);
        return event;
    }

    private Checkout checkout(String id) {
        return checkouts.get(id).orElseThrow(() -> missing("checkout.session", id));
    }

    /** A session expires by its own clock, also when nobody said so. */
    private static ObjectNode current(ObjectNode session) {
        boolean over = session.path("expires_at").asLong() < Instant.now().getEpochSecond();
        if (over && text(session, "status").equals("open")) {
            ObjectNode expired = session.deepCopy();
            expired.put("status", "expired").putNull("url");
            return expired;
        }
        return session;
    }

    static RefusedException missing(String kind, String id) {
        return new RefusedException(StripeObjects.error(
                404, "invalid_request_error", "resource_missing", "No such " + kind + ": '" + id + "'", "id"));
    }

    private static long amount(Checkout checkout, Payment payment) {
        return payment.amount() != null && payment.mode() != PayMode.PARTIAL
                ? payment.amount()
                : checkout.session().path("amount_total").asLong();
    }

    private static long half(Checkout checkout, Payment payment) {
        // The third decimal of three-decimal currencies is always 0 at Stripe.
        return payment.amount() != null
                ? payment.amount()
                : checkout.session().path("amount_total").asLong() / 20 * 10;
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }
}
