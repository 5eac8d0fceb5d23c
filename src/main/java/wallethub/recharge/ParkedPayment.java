package wallethub.recharge;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import wallethub.id.ApprovalId;
import wallethub.id.CustomerId;
import wallethub.id.ReceiptId;
import wallethub.id.RechargeId;
import wallethub.id.StaffId;
import wallethub.money.Money;

/**
 * Money that was not credited, until somebody decides.
 *
 * @param rechargeId null where no recharge of ours is known for it
 * @param reference ours, as the gateway has it
 * @param expected what the recharge asks for
 * @param captured what the gateway captured in all; null where it did not say
 * @param occurredAt at the gateway
 */
record ParkedPayment(
        long number,
        @Nullable RechargeId rechargeId,
        @Nullable CustomerId customerId,
        @Nullable String reference,
        String gateway,
        String account,
        String gatewayPaymentId,
        String reason,
        @Nullable Money expected,
        @Nullable Money captured,
        Instant occurredAt,
        Instant parkedAt,
        @Nullable Decided decided) {

    private static final String PREFIX = "park-";
    private static final Pattern ID = Pattern.compile(PREFIX + "[1-9][0-9]{0,17}");
    /** The one reason where the status API said whose money it is and how much: only the amount is another one. */
    private static final String CREDITABLE = "AMOUNT_DIFFERS";

    /** @param receiptId of the credit, where there was one */
    record Decided(
            String decision,
            String reason,
            ApprovalId approvalId,
            StaffId by,
            Instant at,
            @Nullable ReceiptId receiptId) {}

    /**
     * What could be credited, of what was captured in all. Anything in doubt is given back at the gateway instead: of another
     * mode, account or currency, without an amount, given back already, or of another recharge.
     */
    Optional<Money> creditable() {
        boolean fits = reason.equals(CREDITABLE)
                && rechargeId != null
                && expected != null
                && captured != null
                && captured.isPositive()
                && captured.currency().equals(expected.currency());
        return fits ? Optional.ofNullable(captured) : Optional.empty();
    }

    /** As the API and approvals call it. */
    String id() {
        return PREFIX + number;
    }

    /** The number behind an id of the API. */
    static Optional<Long> number(String id) {
        return ID.matcher(id).matches() ? Optional.of(Long.parseLong(id.substring(PREFIX.length()))) : Optional.empty();
    }

    PaymentKey key() {
        return new PaymentKey(gateway, account, gatewayPaymentId);
    }
}
