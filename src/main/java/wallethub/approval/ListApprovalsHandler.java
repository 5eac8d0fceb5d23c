package wallethub.approval;

import java.time.Clock;
import java.time.Instant;
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

/**
 * Operation {@code list-approvals}, the latest first: what the caller asked for, decided or may decide, and all of it for who
 * reads the whole audit.
 */
@Component
class ListApprovalsHandler implements TransactionHandler<ListApprovals, LinkedPage<Approval>> {

    private static final String NAME = "list-approvals";

    private final ApprovalStore store;
    private final ApprovalActions actions;
    private final Cursors cursors;
    private final Clock clock;

    ListApprovalsHandler(ApprovalStore store, ApprovalActions actions, Cursors cursors, Clock clock) {
        this.store = store;
        this.actions = actions;
        this.cursors = cursors;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ListApprovals> command() {
        return ListApprovals.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.APPROVAL_VIEW);
    }

    @Override
    public LinkedPage<Approval> handle(ListApprovals command, Caller caller) {
        Instant now = clock.instant();
        ListQuery query = new ListQuery(command.size())
                .with("state", command.state())
                .with("kind", command.kind())
                .with("maker", command.maker());
        CursorList list = CursorList.of(cursors, NAME, caller, query, command.cursor());
        ApprovalStore.Filter filter = filter(command, caller);
        return list.page(
                store.list(filter, list.after().orElse(""), now, list.limit()).stream()
                        .map(request -> request.shown(now))
                        .toList(),
                last -> last.id().text(),
                () -> CursorList.Total.upTo(ApprovalStore.COUNTED_MAX, store.count(filter, now)));
    }

    private ApprovalStore.Filter filter(ListApprovals command, Caller caller) {
        return new ApprovalStore.Filter(
                caller.staff(),
                actions.decidableBy(caller),
                caller.may(StaffPermission.AUDIT_READ),
                command.maker() != null,
                command.state() == null ? null : ApprovalState.of(command.state()),
                command.kind());
    }

    @Override
    public Answer answer(LinkedPage<Approval> outcome) {
        return Answer.page(outcome);
    }
}
