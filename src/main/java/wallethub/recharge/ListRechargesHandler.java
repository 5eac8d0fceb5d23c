package wallethub.recharge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.id.CustomerId;
import wallethub.id.RechargeId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.Cursors;
import wallethub.operation.ItemPage;
import wallethub.operation.ListPosition;
import wallethub.operation.PageLinks;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code list-recharges}: a customer's recharges, the latest first; a cursor goes on below the last one shown. */
@Component
class ListRechargesHandler implements TransactionHandler<ListRecharges, Optional<RechargePage>> {

    private static final String NAME = "list-recharges";

    private final RechargeHistoryStore history;
    private final Cursors cursors;

    ListRechargesHandler(RechargeHistoryStore history, Cursors cursors) {
        this.history = history;
        this.cursors = cursors;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ListRecharges> command() {
        return ListRecharges.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.RECHARGE_VIEW);
    }

    @Override
    public Optional<RechargePage> handle(ListRecharges command, Caller caller) {
        CustomerId customer = caller.customer();
        if (customer == null) {
            return Optional.empty();
        }
        Map<String, Object> query = query(command);
        Cursors.Scope scope = new Cursors.Scope(NAME, caller, PageLinks.query(query));
        RechargeState state = command.status() == null ? null : RechargeState.of(command.status());
        ListPosition here = command.cursor() == null ? first(customer, state) : cursors.read(scope, command.cursor());
        RechargeId below = here.after().isEmpty() ? null : new RechargeId(here.after());
        List<RechargeView> found = history.list(customer, state, below, command.size() + 1);
        List<RechargeView> shown = found.stream().limit(command.size()).toList();
        String next = found.size() > command.size() ? next(query, scope, here, shown.getLast()) : null;
        var place = ItemPage.Place.of(here.page(), command.size(), here.totalItems(), here.totalIsExact());
        return Optional.of(new RechargePage(
                new ItemPage<>(shown, place, null, next), new PageLinks(PageLinks.query(query), null, next, null)));
    }

    private ListPosition first(CustomerId customer, @Nullable RechargeState state) {
        int count = history.count(customer, state);
        int most = RechargeHistoryStore.COUNTED_MAX;
        return new ListPosition("", 1, Math.min(count, most), count <= most);
    }

    private String next(Map<String, Object> query, Cursors.Scope scope, ListPosition here, RechargeView last) {
        Map<String, Object> more = new LinkedHashMap<>(query);
        more.put(
                "cursor",
                cursors.write(
                        scope,
                        new ListPosition(last.id().text(), here.page() + 1, here.totalItems(), here.totalIsExact())));
        return PageLinks.query(more);
    }

    private static Map<String, Object> query(ListRecharges command) {
        Map<String, Object> query = new LinkedHashMap<>();
        if (command.status() != null) {
            query.put("status", command.status());
        }
        query.put("size", command.size());
        return query;
    }

    @Override
    public Answer answer(Optional<RechargePage> outcome) {
        return outcome.map(found -> Answer.page(found.page(), found.links()))
                .orElseGet(() -> Answer.refused(ErrorCode.NOT_FOUND, "the caller is no customer"));
    }
}
