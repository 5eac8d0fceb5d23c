package wallethub.staff;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code disable-staff}: at once and by one person; what gives it back needs two. */
@Component
class DisableStaffHandler implements TransactionHandler<DisableStaff, DisableStaffHandler.Outcome> {

    private final Dismissal dismissal;
    private final StaffMemberStore members;

    DisableStaffHandler(Dismissal dismissal, StaffMemberStore members) {
        this.dismissal = dismissal;
        this.members = members;
    }

    sealed interface Outcome {

        /** Now, or before. */
        record Disabled(StaffMember member) implements Outcome {}

        record Refused(ErrorCode code, String detail) implements Outcome {}
    }

    @Override
    public String name() {
        return "disable-staff";
    }

    @Override
    public Class<DisableStaff> command() {
        return DisableStaff.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.STAFF_MANAGE);
    }

    @Override
    public Outcome handle(DisableStaff command, Caller caller) {
        return switch (dismissal.of(command.id(), command.reason(), caller)) {
            case Dismissal.Outcome.Done done ->
                new Outcome.Disabled(members.find(command.id()).orElseThrow());
            case Dismissal.Outcome.Unknown unknown ->
                new Outcome.Refused(ErrorCode.NOT_FOUND, "there is nothing at this path");
            case Dismissal.Outcome.Refused refused -> new Outcome.Refused(refused.code(), refused.detail());
        };
    }

    @Override
    public Answer answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Disabled disabled ->
                Answer.versioned(200, disabled.member(), disabled.member().tag());
            case Outcome.Refused refused -> Answer.refused(refused.code(), refused.detail());
        };
    }
}
