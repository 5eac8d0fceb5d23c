package wallethub.invoice;

import wallethub.id.InvoiceId;
import wallethub.id.TransferId;
import wallethub.money.Money;

/**
 * A payment as its customer sees it.
 *
 * @param transactionId the line of the wallet
 * @param balance of the wallet right after it
 */
record InvoicePayment(TransferId transactionId, InvoiceId invoiceId, Money amount, Money balance) {}
