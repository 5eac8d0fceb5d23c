package wallethub.invoice;

import java.time.Instant;
import wallethub.id.ReceiptId;
import wallethub.money.Money;

/** A recharge that came into a wallet, as an invoice for it needs it. */
record InvoicedRecharge(ReceiptId receiptId, String reference, Money amount, Instant occurredAt) {}
