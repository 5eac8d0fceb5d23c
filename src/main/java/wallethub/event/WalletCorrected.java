package wallethub.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * An entry that was born in the ERP changed a wallet. The ERP has it: it is never sent back there.
 *
 * @param amount what the wallet gained; negative when it lost
 * @param erpNumber of the ERP's document; null when it has none
 */
public record WalletCorrected(
        EventId eventId,
        WalletId walletId,
        CustomerId customerId,
        TransferId transferId,
        Money amount,
        Money balanceAfter,
        long entryNumber,
        @Nullable String erpNumber,
        Instant occurredAt)
        implements BusinessEvent {}
