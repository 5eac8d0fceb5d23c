package wallethub.recharge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.gateway.PaymentEvent;
import wallethub.money.Money;

/** Builds one event, starting from a capture of all that was asked. */
final class EventBuilder {

    private static int events;

    private final Recharge recharge;
    private final PaymentEvent.Type type;
    private final @Nullable String payment;
    private @Nullable String reference;
    private String account;
    private Money amount;
    private long captured;
    private long refunded;
    private boolean live;
    private Instant at = RechargeFixture.NOW.plusSeconds(30);
    private PaymentEvent.Confirmation confirmation = PaymentEvent.Confirmation.CONFIRMED_BY_API;
    private @Nullable String discrepancy;

    EventBuilder(Recharge recharge, PaymentEvent.Type type, String payment) {
        this.recharge = recharge;
        this.type = type;
        this.payment = payment;
        reference = recharge.reference();
        account = recharge.account();
        live = account.equals(RechargeFixture.OTHER_ACCOUNT);
        amount = recharge.amount();
        captured = type == PaymentEvent.Type.PAYMENT_CAPTURED ? amount.minorUnits() : 0;
    }

    EventBuilder captured(long minor) {
        captured = minor;
        return this;
    }

    EventBuilder refunded(long minor) {
        refunded = minor;
        return this;
    }

    EventBuilder amount(Money other) {
        amount = other;
        captured = type == PaymentEvent.Type.PAYMENT_CAPTURED ? other.minorUnits() : 0;
        return this;
    }

    EventBuilder reference(@Nullable String other) {
        reference = other;
        return this;
    }

    EventBuilder account(String other) {
        account = other;
        return this;
    }

    EventBuilder live(boolean mode) {
        live = mode;
        return this;
    }

    EventBuilder at(Instant when) {
        at = when;
        return this;
    }

    EventBuilder signedOnly() {
        confirmation = PaymentEvent.Confirmation.SIGNED_ONLY;
        return this;
    }

    EventBuilder unsigned() {
        confirmation = PaymentEvent.Confirmation.UNSIGNED;
        return this;
    }

    EventBuilder discrepancy(String found) {
        discrepancy = found;
        return this;
    }

    PaymentEvent build() {
        events++;
        return new PaymentEvent(
                PaymentEvent.SCHEMA,
                "stripe",
                account,
                "evt_" + events,
                payment,
                "cs_" + recharge.reference(),
                null,
                reference,
                type,
                PaymentEvent.Amount.of(amount),
                new PaymentEvent.Cumulative(captured, captured, refunded),
                at,
                live,
                false,
                null,
                null,
                confirmation,
                discrepancy);
    }
}
