package wallethub.invoice;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.id.InvoiceId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code get-invoice}: one invoice of the caller; another customer's is not there. */
@Component
class GetInvoiceHandler implements TransactionHandler<GetInvoice, Optional<Invoice>> {

    private final InvoiceStore invoices;

    GetInvoiceHandler(InvoiceStore invoices) {
        this.invoices = invoices;
    }

    @Override
    public String name() {
        return "get-invoice";
    }

    @Override
    public Class<GetInvoice> command() {
        return GetInvoice.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.INVOICE_VIEW);
    }

    @Override
    public Optional<Invoice> handle(GetInvoice command, Caller caller) {
        return InvoiceId.isValid(command.id()) && caller.customer() != null
                ? invoices.find(new InvoiceId(command.id()), caller.customer())
                : Optional.empty();
    }

    @Override
    public Answer answer(Optional<Invoice> outcome) {
        return outcome.map(Answer::ok).orElseGet(Answer::nothingHere);
    }
}
