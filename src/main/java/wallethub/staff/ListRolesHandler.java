package wallethub.staff;

import java.util.List;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code list-roles}: what the roles permit is no secret among those who have them. */
@Component
class ListRolesHandler implements TransactionHandler<ListRoles, ListRolesHandler.Roles> {

    private final RoleStore store;

    ListRolesHandler(RoleStore store) {
        this.store = store;
    }

    record Roles(List<Role> items) {}

    @Override
    public String name() {
        return "list-roles";
    }

    @Override
    public Class<ListRoles> command() {
        return ListRoles.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.SELF);
    }

    @Override
    public Roles handle(ListRoles command, Caller caller) {
        return new Roles(store.list());
    }

    @Override
    public Answer answer(Roles outcome) {
        return Answer.tagged(outcome);
    }
}
