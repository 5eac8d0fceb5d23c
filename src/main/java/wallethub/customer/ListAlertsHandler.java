package wallethub.customer;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.AlertId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CursorList;
import wallethub.operation.Cursors;
import wallethub.operation.LinkedPage;
import wallethub.operation.ListQuery;
import wallethub.operation.TransactionHandler;

/** Operation {@code list-alerts}: the alerts of all customers or of one, the latest first. */
@Component
class ListAlertsHandler implements TransactionHandler<ListAlerts, LinkedPage<StaffAlert>> {

    private static final String NAME = "list-alerts";

    private final AlertStore store;
    private final Cursors cursors;

    ListAlertsHandler(AlertStore store, Cursors cursors) {
        this.store = store;
        this.cursors = cursors;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ListAlerts> command() {
        return ListAlerts.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.ALERT_LIST);
    }

    @Override
    public LinkedPage<StaffAlert> handle(ListAlerts command, Caller caller) {
        ListQuery query = new ListQuery(command.size())
                .with("state", command.state())
                .with("kind", command.kind())
                .with("customer", command.customer());
        CursorList list = CursorList.of(cursors, NAME, caller, query, command.cursor());
        AlertStore.Filter filter = ListOwnAlertsHandler.filter(command.customer(), command.state(), command.kind());
        AlertId below = list.after().map(AlertId::new).orElse(null);
        return list.page(
                store.list(filter, below, list.limit()).stream()
                        .map(StaffAlert::of)
                        .toList(),
                last -> last.id().text(),
                () -> CursorList.Total.upTo(AlertStore.COUNTED_MAX, store.count(filter)));
    }

    @Override
    public Answer answer(LinkedPage<StaffAlert> outcome) {
        return Answer.page(outcome);
    }
}
