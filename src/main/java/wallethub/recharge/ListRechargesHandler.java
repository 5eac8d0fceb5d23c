package wallethub.recharge;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.id.CustomerId;
import wallethub.id.RechargeId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CursorList;
import wallethub.operation.Cursors;
import wallethub.operation.LinkedPage;
import wallethub.operation.ListQuery;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code list-recharges}: a customer's recharges, the latest first; a cursor goes on below the last one shown. */
@Component
class ListRechargesHandler implements TransactionHandler<ListRecharges, Optional<LinkedPage<RechargeView>>> {

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
    public Optional<LinkedPage<RechargeView>> handle(ListRecharges command, Caller caller) {
        CustomerId customer = caller.customer();
        if (customer == null) {
            return Optional.empty();
        }
        CursorList list = CursorList.of(
                cursors,
                NAME,
                caller,
                new ListQuery(command.size()).with("status", command.status()),
                command.cursor());
        RechargeState state = command.status() == null ? null : RechargeState.of(command.status());
        RechargeId below = list.after().map(RechargeId::new).orElse(null);
        return Optional.of(list.page(
                history.list(customer, state, below, list.limit()),
                last -> last.id().text(),
                () -> CursorList.Total.upTo(RechargeHistoryStore.COUNTED_MAX, history.count(customer, state))));
    }

    @Override
    public Answer answer(Optional<LinkedPage<RechargeView>> outcome) {
        return outcome.map(Answer::page)
                .orElseGet(() -> Answer.refused(ErrorCode.NOT_FOUND, "the caller is no customer"));
    }
}
