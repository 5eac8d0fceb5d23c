package wallethub.staff;

import java.util.List;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.StaffId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code get-staff-me}: who the caller is, and what he may do now. */
@Component
class GetStaffMeHandler implements TransactionHandler<GetStaffMe, GetStaffMeHandler.StaffMe> {

    /** @param permissions by name, sorted */
    record StaffMe(StaffId id, List<String> permissions) {}

    @Override
    public String name() {
        return "get-staff-me";
    }

    @Override
    public Class<GetStaffMe> command() {
        return GetStaffMe.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.SESSION);
    }

    @Override
    public StaffMe handle(GetStaffMe command, Caller caller) {
        return new StaffMe(
                caller.staff(), caller.permissions().stream().sorted().toList());
    }

    @Override
    public Answer answer(StaffMe me) {
        return Answer.tagged(me);
    }
}
