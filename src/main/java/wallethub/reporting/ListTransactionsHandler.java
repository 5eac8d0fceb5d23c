package wallethub.reporting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.id.CustomerId;
import wallethub.mapping.Mappings;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.Cursors;
import wallethub.operation.ItemPage;
import wallethub.operation.ListPosition;
import wallethub.operation.PageLinks;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/**
 * Operation {@code list-transactions}: a customer's transactions, the latest first.
 *
 * <p>Without a filter a page is a range of the wallet's own numbers below {@code asOf}: nothing is counted, and what is
 * booked between two pages shifts nothing. With a filter a cursor goes on below the last number that was looked at.
 */
@Component
class ListTransactionsHandler implements TransactionHandler<ListTransactions, Optional<TransactionPage>> {

    private static final String NAME = "list-transactions";

    private final TransactionStore transactions;
    private final Cursors cursors;
    private final Mappings mappings;

    ListTransactionsHandler(TransactionStore transactions, Cursors cursors, Mappings mappings) {
        this.transactions = transactions;
        this.cursors = cursors;
        this.mappings = mappings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ListTransactions> command() {
        return ListTransactions.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.WALLET_VIEW);
    }

    @Override
    public Optional<TransactionPage> handle(ListTransactions command, Caller caller) {
        CustomerId customer = caller.customer();
        if (customer == null) {
            return Optional.empty();
        }
        TransactionFilter filter =
                TransactionFilter.of(command.kind(), command.from(), command.to(), mappings.businessZone());
        return filter.isNone() ? numbered(command, customer) : filtered(command, filter, customer, caller);
    }

    private Optional<TransactionPage> numbered(ListTransactions command, CustomerId customer) {
        if (command.cursor() != null) {
            throw Cursors.unfit("cursor", "goes with a filter");
        }
        long skip = (command.page() - 1) * command.size();
        return transactions
                .numbered(customer, command.asOf(), skip, command.size())
                .map(numbered -> page(command, numbered));
    }

    private static TransactionPage page(ListTransactions command, TransactionStore.Numbered numbered) {
        long asOf = command.asOf() == null ? numbered.entryCount() : command.asOf();
        if (asOf > numbered.entryCount()) {
            throw Cursors.unfit("asOf", "is a number that the wallet has not reached");
        }
        long number = command.page();
        var place = ItemPage.Place.of(number, command.size(), asOf, true);
        long last = Math.max(1, Math.ceilDiv(asOf, (long) command.size()));
        String next = number < last ? reference(number + 1, command.size(), asOf) : null;
        PageLinks links = new PageLinks(
                reference(1, command.size(), asOf),
                number > 1 ? reference(Math.min(number - 1, last), command.size(), asOf) : null,
                next,
                reference(last, command.size(), asOf));
        return new TransactionPage(new ItemPage<>(views(numbered.transactions()), place, asOf, next), links);
    }

    private static String reference(long page, int size, long asOf) {
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("page", page);
        query.put("size", size);
        query.put("asOf", asOf);
        return PageLinks.query(query);
    }

    private Optional<TransactionPage> filtered(
            ListTransactions command, TransactionFilter filter, CustomerId customer, Caller caller) {
        if (command.page() > 1) {
            throw Cursors.unfit("page", "goes without a filter; a filtered list goes on by its cursor");
        }
        if (command.asOf() != null) {
            throw Cursors.unfit("asOf", "goes without a filter");
        }
        Map<String, Object> query = query(command);
        Cursors.Scope scope = new Cursors.Scope(NAME, caller, PageLinks.query(query));
        ListPosition position = command.cursor() == null ? null : cursors.read(scope, command.cursor());
        Long below = position == null ? null : Long.valueOf(position.after());
        return transactions
                .filtered(customer, filter, below, command.size() + 1)
                .map(found -> {
                    ListPosition here = position == null ? first(transactions.count(customer, filter)) : position;
                    return page(command, query, scope, here, found);
                });
    }

    private static ListPosition first(TransactionStore.Counted counted) {
        return new ListPosition("", 1, counted.count(), counted.exact());
    }

    private TransactionPage page(
            ListTransactions command,
            Map<String, Object> query,
            Cursors.Scope scope,
            ListPosition here,
            TransactionStore.Filtered found) {
        List<Transaction> shown =
                found.transactions().stream().limit(command.size()).toList();
        String next = null;
        Long after = after(found, shown, command.size());
        if (after != null) {
            Map<String, Object> more = new LinkedHashMap<>(query);
            more.put(
                    "cursor",
                    cursors.write(
                            scope,
                            new ListPosition(
                                    after.toString(), here.page() + 1, here.totalItems(), here.totalIsExact())));
            next = PageLinks.query(more);
        }
        var place = ItemPage.Place.of(here.page(), command.size(), here.totalItems(), here.totalIsExact());
        return new TransactionPage(
                new ItemPage<>(views(shown), place, null, next),
                new PageLinks(PageLinks.query(query), null, next, null));
    }

    /** The last number that was shown or looked at; null when nothing is left below it. */
    private static @Nullable Long after(TransactionStore.Filtered found, List<Transaction> shown, int size) {
        if (found.transactions().size() > size) {
            return shown.getLast().number();
        }
        return found.reached() > 1 ? found.reached() : null;
    }

    private static Map<String, Object> query(ListTransactions command) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("kind", command.kind());
        given.put("from", command.from());
        given.put("to", command.to());
        given.put("size", command.size());
        Map<String, Object> query = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            if (value != null) {
                query.put(name, value);
            }
        });
        return query;
    }

    private static List<TransactionView> views(List<Transaction> transactions) {
        return transactions.stream().map(TransactionView::of).toList();
    }

    @Override
    public Answer answer(Optional<TransactionPage> outcome) {
        return outcome.map(found -> Answer.page(found.page(), found.links()))
                .orElseGet(() -> Answer.refused(ErrorCode.NOT_FOUND, "the caller has no wallet"));
    }
}
