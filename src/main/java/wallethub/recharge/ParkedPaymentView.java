package wallethub.recharge;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.CustomerId;
import wallethub.id.RechargeId;
import wallethub.money.Money;

/** A parked payment as finance sees it. */
record ParkedPaymentView(
        String id,
        @Nullable RechargeId rechargeId,
        @Nullable CustomerId customerId,
        @Nullable String reference,
        String gateway,
        String account,
        String gatewayPaymentId,
        String reason,
        boolean creditable,
        @Nullable Money expected,
        @Nullable Money captured,
        Instant parkedAt,
        long parkedSeconds,
        ParkedPayment.@Nullable Decided decided) {

    static ParkedPaymentView of(ParkedPayment parked, Instant now) {
        return new ParkedPaymentView(
                parked.id(),
                parked.rechargeId(),
                parked.customerId(),
                parked.reference(),
                parked.gateway(),
                parked.account(),
                parked.gatewayPaymentId(),
                parked.reason(),
                parked.decided() == null && parked.creditable().isPresent(),
                parked.expected(),
                parked.captured(),
                parked.parkedAt(),
                Math.max(0, Duration.between(parked.parkedAt(), now).toSeconds()),
                parked.decided());
    }
}
