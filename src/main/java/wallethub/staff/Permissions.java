package wallethub.staff;

import java.util.Set;
import org.springframework.stereotype.Component;
import wallethub.access.StaffDirectory;
import wallethub.database.RowScope;
import wallethub.id.StaffId;

/** What somebody's roles permit now, read where decisions need it exactly; each request asks {@link PermissionSnapshot}. */
@Component
class Permissions implements StaffDirectory {

    private final RoleStore store;
    private final StaffAccountStore accounts;

    Permissions(RoleStore store, StaffAccountStore accounts) {
        this.store = store;
        this.accounts = accounts;
    }

    @Override
    public Set<String> permissionsOf(StaffId staff) {
        return RowScope.system().call(() -> store.permissionsOf(staff));
    }

    @Override
    public boolean samePerson(StaffId one, StaffId other) {
        return RowScope.system().call(() -> !accounts.areTwoPeople(one, other));
    }
}
