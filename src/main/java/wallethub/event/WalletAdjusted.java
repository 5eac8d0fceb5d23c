package wallethub.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * Two members of the staff changed what a wallet has; one event per transfer.
 *
 * @param customerExternalId the CRM's id of the customer
 * @param reference the approval behind it
 * @param otherTransferId of a merge: the transfer of the other wallet; else null
 * @param reason "adjustment" or "merge"
 * @param amount what the wallet gained; negative when it lost
 * @param balanceAfter the wallet's balance right after it
 * @param entryNumber the wallet's own gapless number of the entry
 */
public record WalletAdjusted(
        EventId eventId,
        WalletId walletId,
        CustomerId customerId,
        String customerExternalId,
        String reference,
        TransferId transferId,
        @Nullable TransferId otherTransferId,
        String reason,
        Money amount,
        Money balanceAfter,
        long entryNumber,
        Instant occurredAt)
        implements BusinessEvent {}
