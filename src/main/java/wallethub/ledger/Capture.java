package wallethub.ledger;

import java.time.Instant;
import wallethub.id.HoldId;
import wallethub.id.TransferId;
import wallethub.money.Money;

/**
 * The spending of a hold, in part or in whole.
 *
 * @param transfer the id of the {@code PAYMENT} it posts
 * @param amount positive, at most what the hold still holds
 * @param keepRest whether what is left stays held for a later capture; otherwise it is given back
 * @param counterAccount who gets the money, such as {@code revenue:services}
 * @param businessKey of the transfer; unique for ever among payments
 */
public record Capture(
        HoldId hold,
        TransferId transfer,
        Money amount,
        boolean keepRest,
        String counterAccount,
        String businessKey,
        Instant occurredAt) {

    public Capture {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("a capture cannot be of " + amount);
        }
        if (businessKey.isBlank()) {
            throw new IllegalArgumentException("a capture needs a business key");
        }
    }
}
