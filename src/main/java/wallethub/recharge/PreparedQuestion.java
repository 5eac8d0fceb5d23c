package wallethub.recharge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.gateway.PaymentEvent;
import wallethub.id.RechargeId;

/**
 * A question of ours to the status API about one recharge; kept between the steps.
 *
 * @param key never repeats
 */
record PreparedQuestion(
        RechargeId recharge,
        String key,
        String gateway,
        String account,
        String reference,
        @Nullable String checkoutId,
        boolean live,
        Instant createdAt) {

    static PreparedQuestion of(Recharge recharge, String key, boolean live) {
        return new PreparedQuestion(
                recharge.id(),
                key,
                recharge.gateway(),
                recharge.account(),
                recharge.reference(),
                recharge.checkoutId(),
                live,
                recharge.createdAt());
    }

    /** Nobody's word yet. */
    PaymentEvent event() {
        return new PaymentEvent(
                PaymentEvent.SCHEMA,
                gateway,
                account,
                key,
                null,
                checkoutId,
                null,
                reference,
                PaymentEvent.Type.PAYMENT_PENDING,
                null,
                null,
                createdAt,
                live,
                false,
                null,
                null,
                PaymentEvent.Confirmation.UNSIGNED,
                null);
    }
}
