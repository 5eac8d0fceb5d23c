package wallethub.customer;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.id.AlertId;
import wallethub.id.CustomerId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CursorList;
import wallethub.operation.Cursors;
import wallethub.operation.LinkedPage;
import wallethub.operation.ListQuery;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code list-own-alerts}: a customer's alerts, the latest first; a cursor goes on below the last one shown. */
@Component
class ListOwnAlertsHandler implements TransactionHandler<ListOwnAlerts, Optional<LinkedPage<AlertView>>> {

    private static final String NAME = "list-own-alerts";

    private final AlertStore store;
    private final Cursors cursors;

    ListOwnAlertsHandler(AlertStore store, Cursors cursors) {
        this.store = store;
        this.cursors = cursors;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ListOwnAlerts> command() {
        return ListOwnAlerts.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.ALERT_VIEW);
    }

    @Override
    public Optional<LinkedPage<AlertView>> handle(ListOwnAlerts command, Caller caller) {
        CustomerId customer = caller.customer();
        if (customer == null) {
            return Optional.empty();
        }
        ListQuery query =
                new ListQuery(command.size()).with("state", command.state()).with("kind", command.kind());
        CursorList list = CursorList.of(cursors, NAME, caller, query, command.cursor());
        AlertStore.Filter filter = filter(customer, command.state(), command.kind());
        AlertId below = list.after().map(AlertId::new).orElse(null);
        return Optional.of(list.page(
                store.list(filter, below, list.limit()).stream()
                        .map(AlertView::of)
                        .toList(),
                last -> last.id().text(),
                () -> CursorList.Total.upTo(AlertStore.COUNTED_MAX, store.count(filter))));
    }

    static AlertStore.Filter filter(@Nullable CustomerId customer, @Nullable String state, @Nullable String kind) {
        return new AlertStore.Filter(
                customer, kind == null ? null : AlertKind.of(kind), state == null ? null : state.equals("open"));
    }

    @Override
    public Answer answer(Optional<LinkedPage<AlertView>> outcome) {
        return outcome.map(Answer::page)
                .orElseGet(() -> Answer.refused(ErrorCode.NOT_FOUND, "the caller is no customer"));
    }
}
