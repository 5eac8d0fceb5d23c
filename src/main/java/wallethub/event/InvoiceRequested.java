package wallethub.event;

import java.time.Instant;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.ReceiptId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * The ERP is to issue an invoice for a recharge; one event per credit. It moves no money.
 *
 * @param customerExternalId the CRM's id of the customer
 * @param receiptId of the credit, and the invoice's reference in the ERP
 * @param reference of the recharge: {@code RCH-…}
 * @param account the ERP's code of the account that earns it
 * @param amount what was credited, positive
 */
public record InvoiceRequested(
        EventId eventId,
        WalletId walletId,
        CustomerId customerId,
        String customerExternalId,
        ReceiptId receiptId,
        String reference,
        String account,
        Money amount,
        Instant occurredAt)
        implements BusinessEvent {}
