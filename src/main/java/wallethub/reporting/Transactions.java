package wallethub.reporting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.id.CustomerId;
import wallethub.mapping.Mappings;
import wallethub.operation.CursorList;
import wallethub.operation.Cursors;
import wallethub.operation.ItemPage;
import wallethub.operation.LinkedPage;
import wallethub.operation.ListQuery;
import wallethub.operation.PageLinks;

/**
 * The transactions of one customer, the latest first, for whoever may read them.
 *
 * <p>Without a filter a page is a range of the wallet's own numbers below {@code asOf}: nothing is counted, and what is
 * booked between two pages shifts nothing. With a filter a cursor goes on below the last number that was looked at.
 */
@Component
public class Transactions {

    private final TransactionStore transactions;
    private final Cursors cursors;
    private final Mappings mappings;

    Transactions(TransactionStore transactions, Cursors cursors, Mappings mappings) {
        this.transactions = transactions;
        this.cursors = cursors;
        this.mappings = mappings;
    }

    /** At most {@code limit}; none for a customer without a wallet. */
    public List<TransactionView> latest(CustomerId customer, int limit) {
        return transactions
                .numbered(customer, null, 0, limit)
                .map(numbered -> views(numbered.transactions()))
                .orElseGet(List::of);
    }

    /**
     * @param list what its cursors are good for, together with the caller and the filter
     * @return empty for a customer without a wallet
     */
    public Optional<LinkedPage<TransactionView>> list(
            String list, ListTransactions command, CustomerId customer, Caller caller) {
        TransactionFilter filter =
                TransactionFilter.of(command.kind(), command.from(), command.to(), mappings.businessZone());
        return filter.isNone() ? numbered(command, customer) : filtered(list, command, filter, customer, caller);
    }

    private Optional<LinkedPage<TransactionView>> numbered(ListTransactions command, CustomerId customer) {
        if (command.cursor() != null) {
            throw Cursors.unfit("cursor", "goes with a filter");
        }
        long skip = (command.page() - 1) * command.size();
        return transactions
                .numbered(customer, command.asOf(), skip, command.size())
                .map(numbered -> page(command, numbered));
    }

    private static LinkedPage<TransactionView> page(ListTransactions command, TransactionStore.Numbered numbered) {
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
        return new LinkedPage<>(new ItemPage<>(views(numbered.transactions()), place, asOf, next), links);
    }

    private static String reference(long page, int size, long asOf) {
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("page", page);
        query.put("size", size);
        query.put("asOf", asOf);
        return PageLinks.query(query);
    }

    private Optional<LinkedPage<TransactionView>> filtered(
            String list, ListTransactions command, TransactionFilter filter, CustomerId customer, Caller caller) {
        if (command.page() > 1) {
            throw Cursors.unfit("page", "goes without a filter; a filtered list goes on by its cursor");
        }
        if (command.asOf() != null) {
            throw Cursors.unfit("asOf", "goes without a filter");
        }
        CursorList pages = CursorList.of(cursors, list, caller, query(command), command.cursor());
        Long below = pages.after().map(Long::valueOf).orElse(null);
        return transactions
                .filtered(customer, filter, below, pages.limit())
                .map(found -> page(pages, found, () -> transactions.count(customer, filter)));
    }

    /** It goes on below the last number that was shown or looked at, while any is left. */
    private static LinkedPage<TransactionView> page(
            CursorList list, TransactionStore.Filtered found, Supplier<CursorList.Total> total) {
        List<Transaction> shown = list.shown(found.transactions());
        if (found.transactions().size() > shown.size()) {
            return list.pageUpTo(String.valueOf(shown.getLast().number()), views(shown), total);
        }
        return found.reached() > 1
                ? list.pageUpTo(String.valueOf(found.reached()), views(shown), total)
                : list.lastPage(views(shown), total);
    }

    private static ListQuery query(ListTransactions command) {
        return new ListQuery(command.size())
                .with("kind", command.kind())
                .with("from", command.from())
                .with("to", command.to());
    }

    private static List<TransactionView> views(List<Transaction> transactions) {
        return transactions.stream().map(TransactionView::of).toList();
    }
}
