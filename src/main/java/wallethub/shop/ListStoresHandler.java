package wallethub.shop;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CursorList;
import wallethub.operation.Cursors;
import wallethub.operation.LinkedPage;
import wallethub.operation.ListQuery;
import wallethub.operation.TransactionHandler;

/** Operation {@code list-stores}: the web shops that sell to our customers, without their keys. */
@Component
class ListStoresHandler implements TransactionHandler<ListStores, LinkedPage<Store>> {

    private static final String NAME = "list-stores";

    private final ShopStore stores;
    private final Cursors cursors;

    ListStoresHandler(ShopStore stores, Cursors cursors) {
        this.stores = stores;
        this.cursors = cursors;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ListStores> command() {
        return ListStores.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.STORE_VIEW);
    }

    @Override
    public LinkedPage<Store> handle(ListStores command, Caller caller) {
        CursorList list = CursorList.of(cursors, NAME, caller, new ListQuery(command.size()), command.cursor());
        return list.page(
                stores.list(list.after().orElse(""), list.limit()),
                last -> last.id().text(),
                () -> CursorList.Total.upTo(ShopStore.MOST, stores.count()));
    }

    @Override
    public Answer answer(LinkedPage<Store> outcome) {
        return Answer.page(outcome);
    }
}
