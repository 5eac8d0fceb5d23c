package wallethub.event;

import java.time.Instant;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.InvoiceId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * A wallet paid an invoice of the ERP, in part or in whole; one event per transfer.
 *
 * @param customerExternalId the CRM's id of the customer
 * @param invoiceExternalId the ERP's id of the invoice
 * @param invoiceCustomerExternalId whom the ERP issued it to: another id where that customer was merged into the payer
 * @param reference the ERP's number of the invoice; empty for one without
 * @param reason "request" when its customer asked for it, "automatic" otherwise
 * @param amount what the wallet paid, positive
 * @param balanceAfter the wallet's balance right after it
 * @param entryNumber the wallet's own gapless number of the entry
 */
public record InvoiceDeducted(
        EventId eventId,
        WalletId walletId,
        CustomerId customerId,
        String customerExternalId,
        InvoiceId invoiceId,
        String invoiceExternalId,
        String invoiceCustomerExternalId,
        String reference,
        TransferId transferId,
        String reason,
        Money amount,
        Money balanceAfter,
        long entryNumber,
        Instant occurredAt)
        implements BusinessEvent {}
