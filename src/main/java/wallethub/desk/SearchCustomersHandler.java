package wallethub.desk;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.customer.Customer;
import wallethub.customer.CustomerSearch;
import wallethub.customer.Customers;
import wallethub.customer.MaskedCustomer;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;
import wallethub.login.MobileReader;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CursorList;
import wallethub.operation.Cursors;
import wallethub.operation.LinkedPage;
import wallethub.operation.ListQuery;
import wallethub.operation.TransactionHandler;

/**
 * Operation {@code search-customers}: by an exact id of the hub or the CRM, an exact mobile number, or the beginnings of the
 * words of a name; the first of these that the text is.
 *
 * <p>A number is never found by a part of it: whoever may search could read it digit by digit.
 */
@Component
class SearchCustomersHandler implements TransactionHandler<SearchCustomers, LinkedPage<MaskedCustomer>> {

    private static final String NAME = "search-customers";
    private static final int COUNTED_MAX = 1_000;

    private final Customers customers;
    private final CustomerSearch search;
    private final MobileReader mobiles;
    private final Cursors cursors;

    SearchCustomersHandler(Customers customers, CustomerSearch search, MobileReader mobiles, Cursors cursors) {
        this.customers = customers;
        this.search = search;
        this.mobiles = mobiles;
        this.cursors = cursors;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<SearchCustomers> command() {
        return SearchCustomers.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.CUSTOMER_VIEW);
    }

    @Override
    public LinkedPage<MaskedCustomer> handle(SearchCustomers command, Caller caller) {
        CursorList list = CursorList.of(
                cursors, NAME, caller, new ListQuery(command.size()).with("q", command.q()), command.cursor());
        String text = command.q().strip();
        Optional<List<Customer>> exact = exact(text);
        if (exact.isPresent()) {
            List<MaskedCustomer> shown =
                    list.shown(exact.get().stream().map(MaskedCustomer::of).toList());
            return list.lastPage(shown, () -> new CursorList.Total(shown.size(), true));
        }
        List<String> prefixes = search.prefixes(text);
        if (prefixes.isEmpty()) {
            throw Cursors.unfit(
                    "q",
                    "is no id and no mobile number, and no word of it has " + CustomerSearch.LETTERS_MIN + " letters");
        }
        CursorList.Look<Customer> look = search.byName(prefixes, list.after().orElse(""), list.limit());
        return list.page(
                new CursorList.Look<>(
                        look.found().stream().map(MaskedCustomer::of).toList(), look.reached(), look.matching()),
                last -> last.id().text(),
                COUNTED_MAX);
    }

    /** Empty when the text can only be a name. */
    private Optional<List<Customer>> exact(String text) {
        if (CustomerId.isValid(text)) {
            return Optional.of(customers.find(new CustomerId(text)).stream().toList());
        }
        if (WalletId.isValid(text)) {
            return Optional.of(search.findByWallet(new WalletId(text)).stream().toList());
        }
        Optional<Customer> external = customers.findByExternalId(text);
        return external.isPresent()
                ? external.map(List::of)
                : mobiles.read(text).map(customers::withMobile);
    }

    @Override
    public Answer answer(LinkedPage<MaskedCustomer> outcome) {
        return Answer.page(outcome);
    }
}
