package wallethub.gateway;

import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeError;
import com.stripe.model.checkout.Session;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import wallethub.gateway.PaymentEvent.Amount;
import wallethub.gateway.PaymentEvent.Confirmation;
import wallethub.gateway.PaymentEvent.Cumulative;
import wallethub.gateway.PaymentEvent.Failure;
import wallethub.money.Money;

/** What Stripe's status API knows of one payment; either part may not exist yet. */
record StripeFacts(@Nullable Session session, @Nullable PaymentIntent payment) {

    /** The event with the API's facts in place of its own. What was signed and contradicts them is a discrepancy. */
    static ConfirmOutcome confirm(PaymentEvent event, StripeFacts facts) {
        boolean nothing = facts.session == null && facts.payment == null;
        if (nothing && event.confirmation() != Confirmation.UNSIGNED) {
            // Stripe signed it, so it exists: the API lags behind, or is asked with another account's key.
            return new ConfirmOutcome.Unavailable("PAYMENT_NOT_FOUND", null);
        }
        PaymentEvent confirmed = facts.asTruthOf(event);
        String discrepancy = event.confirmation() == Confirmation.UNSIGNED ? null : discrepancy(event, confirmed);
        return new ConfirmOutcome.Confirmed(discrepancy == null ? confirmed : confirmed.withDiscrepancy(discrepancy));
    }

    private PaymentEvent asTruthOf(PaymentEvent event) {
        return new PaymentEvent(
                PaymentEvent.SCHEMA,
                event.gateway(),
                event.account(),
                event.gatewayEventId(),
                payment == null ? null : payment.getId(),
                session == null ? event.gatewayCheckoutId() : session.getId(),
                payment == null ? null : payment.getLatestCharge(),
                reference(event),
                type(),
                amount(),
                cumulative(),
                occurredAt(event),
                liveMode(event),
                event.testCode(),
                failure(),
                event.card(),
                Confirmation.CONFIRMED_BY_API,
                null);
    }

    private @Nullable String reference(PaymentEvent event) {
        if (session != null && session.getClientReferenceId() != null) {
            return session.getClientReferenceId();
        }
        Map<String, String> metadata = payment == null ? null : payment.getMetadata();
        if (metadata != null && metadata.get("reference") != null) {
            return metadata.get("reference");
        }
        return session == null && payment == null ? event.merchantReference() : null;
    }

    private PaymentEvent.Type type() {
        boolean expired = session != null && "expired".equals(session.getStatus());
        if (payment == null) {
            return expired ? PaymentEvent.Type.PAYMENT_EXPIRED : PaymentEvent.Type.PAYMENT_PENDING;
        }
        return switch (String.valueOf(payment.getStatus())) {
            case "succeeded" -> PaymentEvent.Type.PAYMENT_CAPTURED;
            case "requires_capture" -> PaymentEvent.Type.PAYMENT_AUTHORISED;
            case "canceled" -> expired ? PaymentEvent.Type.PAYMENT_EXPIRED : PaymentEvent.Type.PAYMENT_CANCELLED;
            case "requires_payment_method" ->
                expired
                        ? PaymentEvent.Type.PAYMENT_EXPIRED
                        : payment.getLastPaymentError() == null
                                ? PaymentEvent.Type.PAYMENT_PENDING
                                : PaymentEvent.Type.PAYMENT_FAILED;
            // processing, requires_action, requires_confirmation, and what Stripe may add
            default -> PaymentEvent.Type.PAYMENT_PENDING;
        };
    }

    private @Nullable Amount amount() {
        Long minor = payment != null ? payment.getAmount() : session == null ? null : session.getAmountTotal();
        String currency = payment != null ? payment.getCurrency() : session == null ? null : session.getCurrency();
        return minor == null || currency == null
                ? null
                : Amount.of(Money.ofMinor(minor, currency.toUpperCase(Locale.ROOT)));
    }

    private @Nullable Cumulative cumulative() {
        if (payment == null || amount() == null) {
            return null;
        }
        long captured = orZero(payment.getAmountReceived());
        Charge charge = payment.getLatestChargeObject();
        return new Cumulative(
                Math.addExact(captured, orZero(payment.getAmountCapturable())),
                captured,
                charge == null ? 0 : orZero(charge.getAmountRefunded()));
    }

    private Instant occurredAt(PaymentEvent event) {
        Charge charge = payment == null ? null : payment.getLatestChargeObject();
        return charge == null || charge.getCreated() == null
                ? event.occurredAt()
                : Instant.ofEpochSecond(charge.getCreated());
    }

    private boolean liveMode(PaymentEvent event) {
        if (payment != null && payment.getLivemode() != null) {
            return payment.getLivemode();
        }
        return (session != null && session.getLivemode() != null) ? session.getLivemode() : event.liveMode();
    }

    private @Nullable Failure failure() {
        StripeError error = payment == null ? null : payment.getLastPaymentError();
        if (error == null || type() != PaymentEvent.Type.PAYMENT_FAILED) {
            return null;
        }
        String code =
                error.getCode() == null ? "PAYMENT_FAILED" : error.getCode().toUpperCase(Locale.ROOT);
        return new Failure(code, error.getDeclineCode(), true);
    }

    /** Only what cannot be explained by the event being older than the answer. */
    private static @Nullable String discrepancy(PaymentEvent signed, PaymentEvent truth) {
        if (signed.liveMode() != truth.liveMode()) {
            return "LIVE_MODE_DIFFERS_FROM_API";
        }
        if (signed.merchantReference() != null && !signed.merchantReference().equals(truth.merchantReference())) {
            return "REFERENCE_DIFFERS_FROM_API";
        }
        if (signed.amount() == null || truth.amount() == null) {
            return null;
        }
        if (!signed.amount().currency().equals(truth.amount().currency())) {
            return "CURRENCY_DIFFERS_FROM_API";
        }
        return signed.amount().minor() != truth.amount().minor() || captured(signed) > captured(truth)
                ? "AMOUNT_DIFFERS_FROM_API"
                : null;
    }

    private static long captured(PaymentEvent event) {
        return event.cumulative() == null ? 0 : event.cumulative().captured();
    }

    private static long orZero(@Nullable Long minor) {
        return minor == null ? 0 : minor;
    }
}
