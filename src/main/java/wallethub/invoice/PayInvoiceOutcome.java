package wallethub.invoice;

import wallethub.money.Money;

/**
 * What became of paying an invoice; only the first one changed anything. Refusals are looked for in the order below.
 */
sealed interface PayInvoiceOutcome {

    record Paid(InvoicePayment payment) implements PayInvoiceOutcome {}

    /** There is none, or it is another customer's. */
    record Missing() implements PayInvoiceOutcome {}

    /** The ERP counts it as paid, or the hub has deducted all of it. */
    record AlreadyPaid() implements PayInvoiceOutcome {}

    /** Cancelled, a credit note, or of an ERP that is not in use. */
    record NotPayable(String why) implements PayInvoiceOutcome {}

    /** The invoice or the wallet is in another currency than the amount. */
    record OtherCurrency(String currency) implements PayInvoiceOutcome {}

    /** Another amount is to be paid than the caller was shown. */
    record Changed(Money open) implements PayInvoiceOutcome {}

    record Frozen() implements PayInvoiceOutcome {}

    /** @param shortfall what is missing, a debt included */
    record TooLittle(Money shortfall) implements PayInvoiceOutcome {}
}
