package wallethub.invoice;

import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.id.CustomerId;
import wallethub.id.InvoiceId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CursorList;
import wallethub.operation.Cursors;
import wallethub.operation.LinkedPage;
import wallethub.operation.ListQuery;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code list-invoices}: a customer's invoices, the latest first; a cursor goes on below the last one shown. */
@Component
class ListInvoicesHandler implements TransactionHandler<ListInvoices, Optional<LinkedPage<Invoice>>> {

    private static final String NAME = "list-invoices";

    private final InvoiceStore invoices;
    private final Cursors cursors;

    ListInvoicesHandler(InvoiceStore invoices, Cursors cursors) {
        this.invoices = invoices;
        this.cursors = cursors;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ListInvoices> command() {
        return ListInvoices.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.INVOICE_VIEW);
    }

    @Override
    public Optional<LinkedPage<Invoice>> handle(ListInvoices command, Caller caller) {
        CustomerId customer = caller.customer();
        if (customer == null) {
            return Optional.empty();
        }
        CursorList list = CursorList.of(
                cursors, NAME, caller, new ListQuery(command.size()).with("state", command.state()), command.cursor());
        InvoiceState state = command.state() == null ? null : InvoiceState.of(command.state());
        InvoiceStore.Position below =
                list.after().map(ListInvoicesHandler::position).orElse(null);
        return Optional.of(list.page(
                invoices.list(customer, state, below, list.limit()),
                last -> last.issueDate() + "/" + last.id(),
                () -> CursorList.Total.upTo(InvoiceStore.COUNTED_MAX, invoices.count(customer, state))));
    }

    private static InvoiceStore.Position position(String after) {
        String[] parts = after.split("/", 2);
        return new InvoiceStore.Position(LocalDate.parse(parts[0]), new InvoiceId(parts[1]));
    }

    @Override
    public Answer answer(Optional<LinkedPage<Invoice>> outcome) {
        return outcome.map(Answer::page)
                .orElseGet(() -> Answer.refused(ErrorCode.NOT_FOUND, "the caller is no customer"));
    }
}
