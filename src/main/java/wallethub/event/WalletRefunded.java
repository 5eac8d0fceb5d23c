package wallethub.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * Money was given back to a wallet, by two members of the staff or because the ERP cancelled the invoice that it had
 * paid; one event per transfer.
 *
 * @param customerExternalId the CRM's id of the customer
 * @param reference the approval behind it, or the invoice
 * @param refundedTransferId the payment that it makes good; null when it makes good something else
 * @param reason always "refund"
 * @param amount what the wallet gained, positive
 * @param balanceAfter the wallet's balance right after it
 * @param entryNumber the wallet's own gapless number of the entry
 */
public record WalletRefunded(
        EventId eventId,
        WalletId walletId,
        CustomerId customerId,
        String customerExternalId,
        String reference,
        TransferId transferId,
        @Nullable TransferId refundedTransferId,
        String reason,
        Money amount,
        Money balanceAfter,
        long entryNumber,
        Instant occurredAt)
        implements BusinessEvent {}
