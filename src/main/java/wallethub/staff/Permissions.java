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

    Permissions(RoleStore store) {
        this.store = store;
    }

    @Override
    public Set<String> permissionsOf(StaffId staff) {
        return RowScope.system().call(() -> store.permissionsOf(staff));
    }
}
