package wallethub.ledger;

import java.time.Instant;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * Money that moves between one wallet and one account of the hub's own books.
 *
 * @param amount what the wallet gains; negative when it loses; never zero, and of the sign its kind allows
 * @param counterAccount the other side, such as {@code clearing:stripe:main}
 * @param businessKey unique for ever per kind: the same key with the same wallet, amount and account is answered
 *     {@code AlreadyPosted}
 * @param occurredAt when the money moved outside; kept to the microsecond
 */
public record Transfer(
        TransferId id,
        TransferKind kind,
        WalletId wallet,
        Money amount,
        String counterAccount,
        String businessKey,
        Instant occurredAt) {

    public Transfer {
        if (!kind.allows(amount)) {
            throw new IllegalArgumentException("a transfer of kind " + kind + " cannot move " + amount);
        }
        if (businessKey.isBlank()) {
            throw new IllegalArgumentException("a transfer of kind " + kind + " needs a business key");
        }
    }
}
