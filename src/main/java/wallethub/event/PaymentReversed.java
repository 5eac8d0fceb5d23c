package wallethub.event;

import java.time.Instant;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * A payment that the ERP refused for good was given back to its wallet; one event per payment. It never goes to the ERP.
 *
 * @param transferId the transfer that gave it back
 * @param reversedTransferId the payment
 * @param amount what the wallet got back, positive
 * @param balanceAfter the wallet's balance right after it
 * @param entryNumber the wallet's own gapless number of the entry
 * @param code what the ERP refused it with
 */
public record PaymentReversed(
        EventId eventId,
        WalletId walletId,
        CustomerId customerId,
        TransferId transferId,
        TransferId reversedTransferId,
        Money amount,
        Money balanceAfter,
        long entryNumber,
        String code,
        Instant occurredAt)
        implements BusinessEvent {}
