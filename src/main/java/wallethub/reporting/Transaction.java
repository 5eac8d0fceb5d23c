package wallethub.reporting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.TransferId;
import wallethub.ledger.TransferKind;
import wallethub.money.Money;

/**
 * One line of a wallet with what the ERP has of it and the document behind it.
 *
 * @param number of the wallet's own, from 1 without a gap
 * @param amount what the wallet gained; negative when it lost
 * @param postingState in_flight, confirmed or refused
 * @param credit the recharge that it credits; null for any other kind
 */
record Transaction(
        TransferId id,
        long number,
        TransferKind kind,
        Money amount,
        Money balanceAfter,
        Instant occurredAt,
        Instant recordedAt,
        String postingState,
        @Nullable String erpNumber,
        @Nullable RechargeCredit credit) {

    /** @param reason recharge, late, partial or unmatched */
    record RechargeCredit(
            String rechargeId, String reference, String receiptId, String reason, String gateway, String paymentId) {}
}
