package wallethub.staff;

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

/** Operation {@code list-staff}: who works here, and with which roles. */
@Component
class ListStaffHandler implements TransactionHandler<ListStaff, LinkedPage<StaffMember>> {

    private static final String NAME = "list-staff";

    private final StaffMemberStore members;
    private final Cursors cursors;

    ListStaffHandler(StaffMemberStore members, Cursors cursors) {
        this.members = members;
        this.cursors = cursors;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ListStaff> command() {
        return ListStaff.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.STAFF_MANAGE);
    }

    @Override
    public LinkedPage<StaffMember> handle(ListStaff command, Caller caller) {
        CursorList list = CursorList.of(
                cursors, NAME, caller, new ListQuery(command.size()).with("role", command.role()), command.cursor());
        return list.page(
                members.list(list.after().orElse(""), command.role(), list.limit()),
                last -> last.id().text(),
                () -> CursorList.Total.upTo(StaffMemberStore.COUNTED_MAX, members.count(command.role())));
    }

    @Override
    public Answer answer(LinkedPage<StaffMember> outcome) {
        return Answer.page(outcome);
    }
}
