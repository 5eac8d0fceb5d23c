package wallethub.invoice;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.id.CustomerId;
import wallethub.id.InvoiceId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.Cursors;
import wallethub.operation.ItemPage;
import wallethub.operation.ListPosition;
import wallethub.operation.PageLinks;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code list-invoices}: a customer's invoices, the latest first; a cursor goes on below the last one shown. */
@Component
class ListInvoicesHandler implements TransactionHandler<ListInvoices, Optional<InvoicePage>> {

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
    public Optional<InvoicePage> handle(ListInvoices command, Caller caller) {
        CustomerId customer = caller.customer();
        if (customer == null) {
            return Optional.empty();
        }
        Map<String, Object> query = query(command);
        Cursors.Scope scope = new Cursors.Scope(NAME, caller, PageLinks.query(query));
        InvoiceState state = command.state() == null ? null : InvoiceState.of(command.state());
        ListPosition here = command.cursor() == null ? first(customer, state) : cursors.read(scope, command.cursor());
        InvoiceStore.Position below = position(here.after());
        List<Invoice> found = invoices.list(customer, state, below, command.size() + 1);
        List<Invoice> shown = found.stream().limit(command.size()).toList();
        String next = found.size() > command.size() ? next(query, scope, here, shown.getLast()) : null;
        var place = ItemPage.Place.of(here.page(), command.size(), here.totalItems(), here.totalIsExact());
        return Optional.of(new InvoicePage(
                new ItemPage<>(shown, place, null, next), new PageLinks(PageLinks.query(query), null, next, null)));
    }

    private ListPosition first(CustomerId customer, @Nullable InvoiceState state) {
        int count = invoices.count(customer, state);
        int most = InvoiceStore.COUNTED_MAX;
        return new ListPosition("", 1, Math.min(count, most), count <= most);
    }

    private String next(Map<String, Object> query, Cursors.Scope scope, ListPosition here, Invoice last) {
        Map<String, Object> more = new LinkedHashMap<>(query);
        more.put(
                "cursor",
                cursors.write(
                        scope,
                        new ListPosition(
                                last.issueDate() + "/" + last.id(),
                                here.page() + 1,
                                here.totalItems(),
                                here.totalIsExact())));
        return PageLinks.query(more);
    }

    /** What {@link #next} wrote, and signed. */
    private static InvoiceStore.@Nullable Position position(String after) {
        if (after.isEmpty()) {
            return null;
        }
        String[] parts = after.split("/", 2);
        return new InvoiceStore.Position(LocalDate.parse(parts[0]), new InvoiceId(parts[1]));
    }

    private static Map<String, Object> query(ListInvoices command) {
        Map<String, Object> query = new LinkedHashMap<>();
        if (command.state() != null) {
            query.put("state", command.state());
        }
        query.put("size", command.size());
        return query;
    }

    @Override
    public Answer answer(Optional<InvoicePage> outcome) {
        return outcome.map(found -> Answer.page(found.page(), found.links()))
                .orElseGet(() -> Answer.refused(ErrorCode.NOT_FOUND, "the caller is no customer"));
    }
}
