package wallethub.invoice;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.books.BookTasks;
import wallethub.books.MergedWallets;
import wallethub.correction.RefundedPayments;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.event.WalletRefunded;
import wallethub.id.EventId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.lane.EventPublisher;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;

/**
 * Gives back what the ERP has of a wallet for invoices that it has cancelled: the exact opposite of the payment,
 * once, booked in the ERP like a refund. A payment that the ERP does not have yet is not touched: it is refused
 * there, and given back by that.
 *
 * <p>Where the staff refunded some of it already, finance decides about the rest.
 */
@Component
class CancelledInvoices {

    static final String CODE = "INVOICE_CANCELLED";
    private static final int AT_ONCE = 100;
    private static final Logger log = LoggerFactory.getLogger(CancelledInvoices.class);

    private final Ledger ledger;
    private final DeductionStore store;
    private final Customers customers;
    private final RefundedPayments refunds;
    private final BookTasks tasks;
    private final MergedWallets merged;
    private final EventPublisher events;
    private final Deductions deductions;

    CancelledInvoices(
            Ledger ledger,
            DeductionStore store,
            Customers customers,
            RefundedPayments refunds,
            BookTasks tasks,
            MergedWallets merged,
            EventPublisher events,
            Deductions deductions) {
        this.ledger = ledger;
        this.store = store;
        this.customers = customers;
        this.refunds = refunds;
        this.tasks = tasks;
        this.merged = merged;
        this.events = events;
        this.deductions = deductions;
    }

    /** Says how many; the wallet is locked. */
    int giveBack(WalletId wallet) {
        int givenBack = 0;
        for (StandingDeduction deduction : store.ofCancelled(wallet, AT_ONCE)) {
            if (ledger.stands(deduction.transfer()) && !refunds.any(deduction.transfer())) {
                giveBack(deduction);
                givenBack++;
            } else {
                tasks.raise(BookTasks.Kind.INVOICE_CANCELLED, deduction.transfer(), CODE, "refunded in part already");
            }
        }
        return givenBack;
    }

    private void giveBack(StandingDeduction deduction) {
        Transfer reversal = new Transfer(
                TransferId.next(),
                TransferKind.REVERSAL,
                deduction.wallet(),
                deduction.amount(),
                Deductions.ACCOUNT,
                deduction.transfer().text(),
                deductions.now());
        PostOutcome outcome = ledger.post(reversal);
        if (!(outcome instanceof PostOutcome.Posted posted)) {
            // Nothing refuses a credit, and under the wallet's lock nobody else gives it back.
            throw new IllegalStateException("giving " + deduction.transfer() + " back came to " + outcome);
        }
        store.giveBack(deduction.transfer(), reversal.id(), CODE, reversal.occurredAt());
        merged.credited(deduction.wallet(), reversal.id());
        events.publish(List.of(event(deduction, reversal, posted)));
        log.atInfo()
                .addKeyValue("invoiceId", deduction.invoice())
                .addKeyValue("walletId", deduction.wallet())
                .addKeyValue("transferId", deduction.transfer())
                .addKeyValue("reversalId", reversal.id())
                .log("payment of a cancelled invoice given back");
    }

    private WalletRefunded event(StandingDeduction deduction, Transfer reversal, PostOutcome.Posted posted) {
        Optional<Customer> customer = customers.findItself(deduction.customer());
        return new WalletRefunded(
                EventId.next(),
                deduction.wallet(),
                deduction.customer(),
                customer.orElseThrow().externalId(),
                deduction.invoice().text(),
                reversal.id(),
                deduction.transfer(),
                "refund",
                reversal.amount(),
                posted.balanceAfter(),
                posted.entryNumber(),
                reversal.occurredAt());
    }
}
