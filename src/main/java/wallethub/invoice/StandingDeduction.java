package wallethub.invoice;

import wallethub.id.CustomerId;
import wallethub.id.InvoiceId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * A deduction that nobody has given back.
 *
 * @param amount positive
 * @param confirmed whether the ERP has it
 */
record StandingDeduction(
        InvoiceId invoice,
        TransferId transfer,
        CustomerId customer,
        WalletId wallet,
        Money amount,
        boolean confirmed) {}
