package wallethub.invoice;

import org.springframework.stereotype.Component;
import wallethub.books.BookTasks;
import wallethub.id.TransferId;

/**
 * Invoices that shrank below what the ERP has of the wallet for them: what is too much is no whole payment, and people
 * decide.
 */
@Component
class OverpaidInvoices {

    private static final String CODE = "INVOICE_OVERPAID";

    private final BookTasks tasks;

    OverpaidInvoices(BookTasks tasks) {
        this.tasks = tasks;
    }

    /** @param payment the latest of the invoice that the ERP has */
    void raise(TransferId payment) {
        tasks.raise(
                BookTasks.Kind.INVOICE_OVERPAID, payment, CODE, "the wallet has paid more than the invoice is of now");
    }
}
