package wallethub.invoice;

import wallethub.money.Money;

/**
 * The caller pays what is to be paid of an invoice.
 *
 * @param amount what the caller was shown as open; when it is another by now, nothing is paid
 */
record PayInvoice(String id, Money amount) {}
