package wallethub.staff;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code get-staff}: somebody who works here, with the state that a change of his roles has to name. */
@Component
class GetStaffHandler implements TransactionHandler<GetStaff, Optional<StaffMember>> {

    private final StaffMemberStore members;

    GetStaffHandler(StaffMemberStore members) {
        this.members = members;
    }

    @Override
    public String name() {
        return "get-staff";
    }

    @Override
    public Class<GetStaff> command() {
        return GetStaff.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.STAFF_MANAGE);
    }

    @Override
    public Optional<StaffMember> handle(GetStaff command, Caller caller) {
        return members.find(command.id());
    }

    @Override
    public Answer answer(Optional<StaffMember> outcome) {
        return outcome.map(member -> Answer.versioned(200, member, member.tag()))
                .orElseGet(Answer::nothingHere);
    }
}
