package wallethub.event;

import java.time.Instant;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.ReceiptId;
import wallethub.id.RechargeId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * Captured money was credited to a wallet; one event per transfer.
 *
 * @param customerExternalId the CRM's id of the customer
 * @param reference our reference, the one the gateway was given: {@code RCH-…}
 * @param reason why this credit: "recharge", "late", "partial" or "unmatched"
 * @param amount what this transfer credited, positive
 * @param balanceAfter the wallet's balance right after it
 * @param entryNumber the wallet's own gapless number of the entry
 * @param gatewayPaymentId the gateway's id of the payment
 */
public record RechargeSucceeded(
        EventId eventId,
        WalletId walletId,
        CustomerId customerId,
        String customerExternalId,
        RechargeId rechargeId,
        String reference,
        TransferId transferId,
        String reason,
        Money amount,
        Money balanceAfter,
        long entryNumber,
        ReceiptId receiptId,
        String gateway,
        String gatewayAccount,
        String gatewayPaymentId,
        Instant occurredAt)
        implements BusinessEvent {}
