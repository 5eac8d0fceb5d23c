package wallethub.staff;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code get-role}: one role, with the version that a change has to name. */
@Component
class GetRoleHandler implements TransactionHandler<GetRole, Optional<Role>> {

    private final RoleStore store;

    GetRoleHandler(RoleStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "get-role";
    }

    @Override
    public Class<GetRole> command() {
        return GetRole.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.SELF);
    }

    @Override
    public Optional<Role> handle(GetRole command, Caller caller) {
        return store.find(command.id());
    }

    @Override
    public Answer answer(Optional<Role> outcome) {
        return outcome.map(role -> Answer.versioned(200, role, Long.toString(role.version())))
                .orElseGet(Answer::nothingHere);
    }
}
