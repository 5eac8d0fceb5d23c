package wallethub.desk;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import wallethub.customer.MaskedCustomer;
import wallethub.id.InvoiceId;
import wallethub.id.RechargeId;
import wallethub.invoice.Invoice;
import wallethub.money.Money;
import wallethub.notification.Message;
import wallethub.recharge.RechargeView;
import wallethub.reporting.TransactionView;

/**
 * One customer all around, of one moment; lists have the latest few.
 *
 * @param wallet absent until it is opened; what the ERP has of it is the sync state of its postings
 * @param sessionCount where the customer is logged in now
 * @param parkedPayments what waits for finance
 * @param messages what the customer was told, without the words
 */
record CustomerOverview(
        MaskedCustomer customer,
        @Nullable StaffWallet wallet,
        List<TransactionView> transactions,
        List<Recharge> recharges,
        List<Bill> invoices,
        int sessionCount,
        List<Parked> parkedPayments,
        List<Message> messages) {

    CustomerOverview {
        transactions = List.copyOf(transactions);
        recharges = List.copyOf(recharges);
        invoices = List.copyOf(invoices);
        parkedPayments = List.copyOf(parkedPayments);
        messages = List.copyOf(messages);
    }

    /** A recharge without the link to pay it, which is the customer's. */
    record Recharge(
            RechargeId id,
            String reference,
            String status,
            Money amount,
            Money credited,
            @Nullable String failureCode,
            Instant createdAt) {

        static Recharge of(RechargeView view) {
            return new Recharge(
                    view.id(),
                    view.reference(),
                    view.status(),
                    view.amount(),
                    view.credited(),
                    view.failureCode(),
                    view.createdAt());
        }
    }

    /** An invoice without its free text, in which the ERP may name people. */
    record Bill(
            InvoiceId id,
            @Nullable String number,
            String state,
            LocalDate issueDate,
            @Nullable LocalDate dueDate,
            Money total,
            Money open) {

        static Bill of(Invoice invoice) {
            return new Bill(
                    invoice.id(),
                    invoice.number(),
                    invoice.state(),
                    invoice.issueDate(),
                    invoice.dueDate(),
                    invoice.total(),
                    invoice.open());
        }
    }

    /** A payment that was not credited, and why. */
    record Parked(RechargeId rechargeId, String gateway, String paymentId, String reason, Instant parkedAt) {}
}
