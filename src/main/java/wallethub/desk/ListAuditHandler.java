package wallethub.desk;

import java.util.List;
import org.springframework.stereotype.Component;
import wallethub.access.AuditFilter;
import wallethub.access.AuditTrail;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CursorList;
import wallethub.operation.Cursors;
import wallethub.operation.LinkedPage;
import wallethub.operation.ListQuery;
import wallethub.operation.TransactionHandler;

/** Operation {@code list-audit}: who did what, of the areas that the caller may read of; a cursor goes on below the last row. */
@Component
class ListAuditHandler implements TransactionHandler<ListAudit, LinkedPage<AuditView>> {

    private static final String NAME = "list-audit";

    private final AuditTrail trail;
    private final Cursors cursors;

    ListAuditHandler(AuditTrail trail, Cursors cursors) {
        this.trail = trail;
        this.cursors = cursors;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ListAudit> command() {
        return ListAudit.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.AUDIT_LIST);
    }

    @Override
    public LinkedPage<AuditView> handle(ListAudit command, Caller caller) {
        ListQuery query = new ListQuery(command.size())
                .with("caller", command.caller())
                .with("action", command.action())
                .with("object", command.object())
                .with("from", command.from())
                .with("to", command.to());
        CursorList list = CursorList.of(cursors, NAME, caller, query, command.cursor());
        AuditFilter filter =
                new AuditFilter(command.caller(), command.action(), command.object(), command.from(), command.to());
        long below = list.after().map(Long::parseLong).orElse(Long.MAX_VALUE);
        List<AuditView> found = trail.list(filter, caller, below, list.limit()).stream()
                .map(AuditView::of)
                .toList();
        return list.page(
                found, AuditView::id, () -> CursorList.Total.upTo(AuditTrail.COUNTED_MAX, trail.count(filter, caller)));
    }

    @Override
    public Answer answer(LinkedPage<AuditView> page) {
        return Answer.page(page);
    }
}
