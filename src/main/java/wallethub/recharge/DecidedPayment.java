package wallethub.recharge;

import org.jspecify.annotations.Nullable;
import wallethub.id.RechargeId;
import wallethub.money.Money;

/**
 * What one person wants to become of a parked payment; two people look at both amounts.
 *
 * @param decision {@code credit} or {@code refuse}
 * @param parkedFor why it was not credited by itself
 * @param reason why it is decided that way
 */
record DecidedPayment(
        String parkId,
        String decision,
        String parkedFor,
        @Nullable RechargeId rechargeId,
        String gateway,
        String account,
        String gatewayPaymentId,
        @Nullable Money expected,
        @Nullable Money captured,
        String reason) {

    static final String CREDIT = "credit";

    boolean isCredit() {
        return decision.equals(CREDIT);
    }
}
