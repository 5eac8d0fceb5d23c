package wallethub.invoice;

import org.springframework.stereotype.Component;
import wallethub.customer.Customer;
import wallethub.customer.MergeListener;

/** The invoices of a customer who was merged into another: the survivor reads and pays them from now on. */
@Component
class MergedInvoices implements MergeListener {

    private final InvoiceStore invoices;
    private final DeductionLetters letters;
    private final Deductions deductions;

    MergedInvoices(InvoiceStore invoices, DeductionLetters letters, Deductions deductions) {
        this.invoices = invoices;
        this.letters = letters;
        this.deductions = deductions;
    }

    @Override
    public void merged(Customer customer, Customer survivor) {
        if (invoices.move(customer.id(), survivor.id()) > 0) {
            letters.merged(survivor.wallet(), customer.id(), deductions.now());
        }
    }
}
