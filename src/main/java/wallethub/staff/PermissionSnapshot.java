package wallethub.staff;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import wallethub.access.StaffDirectory;
import wallethub.database.Looks;
import wallethub.id.StaffId;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;

/**
 * What everybody's roles permit, as every request of the staff asks for it.
 *
 * <p>Two small statements a second; a role that was taken away is of no use five seconds later at the latest, on every
 * instance. When the looks fail, each request asks the database itself, and is refused when that does not answer.
 */
@Component
class PermissionSnapshot implements SmartLifecycle {

    private final RoleStore store;
    private final StaffDirectory directory;
    private final Looks looks = new Looks("staff-permissions", this::read);
    private volatile Map<String, Set<String>> byAccount = Map.of();

    PermissionSnapshot(RoleStore store, StaffDirectory directory) {
        this.store = store;
        this.directory = directory;
    }

    /** @throws ProblemException OVERLOADED when nobody can say */
    Set<String> of(StaffId staff) {
        Set<String> known = byAccount.get(staff.text());
        // Whoever has just logged in for the first time was not there at the last look.
        if (known != null && looks.areFresh()) {
            return known;
        }
        try {
            return directory.permissionsOf(staff);
        } catch (DataAccessException e) {
            throw new ProblemException(ErrorCode.OVERLOADED, "please come again");
        }
    }

    /** One look, now. */
    void look() {
        looks.look();
    }

    private void read() {
        Map<String, Set<String>> byRole = store.permissionsByRole();
        Map<String, Set<String>> found = new HashMap<>();
        store.rolesByAccount().forEach((account, roles) -> found.put(account, union(roles, byRole)));
        byAccount = Map.copyOf(found);
    }

    private static Set<String> union(List<String> roles, Map<String, Set<String>> byRole) {
        Set<String> all = new HashSet<>();
        roles.forEach(role -> all.addAll(byRole.getOrDefault(role, Set.of())));
        return Set.copyOf(all);
    }

    @Override
    public void start() {
        looks.start();
    }

    @Override
    public void stop() {
        looks.stop();
    }

    @Override
    public boolean isRunning() {
        return looks.isRunning();
    }
}
