package wallethub.ledger;

import java.time.Instant;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * Money that moves between one wallet and one account of the hub's own books.
 *
 * @param amount what the wallet gains; negative when it loses
 * @param counterAccount the other side, such as {@code clearing:stripe:main}
 * @param businessKey unique for ever per kind: the same key with the same content is answered {@code AlreadyPosted}
 * @param occurredAt when the money moved outside
 */
public record Transfer(
        TransferId id,
        TransferKind kind,
        WalletId wallet,
        Money amount,
        String counterAccount,
        String businessKey,
        Instant occurredAt) {}
