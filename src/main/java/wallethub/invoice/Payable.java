package wallethub.invoice;

import java.time.Instant;
import wallethub.id.CustomerId;
import wallethub.id.InvoiceId;
import wallethub.money.Money;

/**
 * An invoice as a payment of it needs it.
 *
 * @param system the connector that it was read by; only the ERP in use can be told of a payment
 * @param debtor the customer's code in the ERP: not the payer's own where that customer was merged into the payer
 * @param toPay what the ERP says is open, less what the hub has deducted and the ERP has not counted; zero unless
 *     it is open
 * @param changedAt its version
 * @param attempts how often it was deducted so far, given back or not
 */
record Payable(
        InvoiceId id,
        CustomerId customer,
        String system,
        String externalId,
        String number,
        String debtor,
        InvoiceState state,
        Money total,
        Money toPay,
        Instant changedAt,
        int attempts) {

    int nextAttempt() {
        return Math.addExact(attempts, 1);
    }
}
