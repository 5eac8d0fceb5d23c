package wallethub.staff;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import wallethub.access.StaffPermission;
import wallethub.id.StaffId;

/**
 * Who has which roles and what each role permits, at one moment or as it would be.
 *
 * @param rolesByAccount of accounts that are not disabled
 */
record RoleBook(Map<String, Set<String>> rolesByAccount, Map<String, Set<String>> permissionsByRole) {

    /** Whoever has all of these can put right whatever is wrong with roles. */
    private static final Set<String> ADMINISTRATION = StaffPermission.wires(
            StaffPermission.STAFF_MANAGE, StaffPermission.ROLE_EDIT, StaffPermission.ROLE_APPROVE);

    private static final int FEWEST = 2;

    RoleBook {
        rolesByAccount = Map.copyOf(rolesByAccount);
        permissionsByRole = Map.copyOf(permissionsByRole);
    }

    RoleBook withRole(String role, List<String> permissions) {
        Map<String, Set<String>> changed = new HashMap<>(permissionsByRole);
        changed.put(role, Set.copyOf(permissions));
        return new RoleBook(rolesByAccount, changed);
    }

    RoleBook withRoles(StaffId staff, Set<String> roles) {
        Map<String, Set<String>> changed = new HashMap<>(rolesByAccount);
        changed.put(staff.text(), Set.copyOf(roles));
        return new RoleBook(changed, permissionsByRole);
    }

    RoleBook without(StaffId staff) {
        Map<String, Set<String>> changed = new HashMap<>(rolesByAccount);
        changed.remove(staff.text());
        return new RoleBook(changed, permissionsByRole);
    }

    /** Whether two decide about roles. */
    boolean hasEnough() {
        return administrators() >= FEWEST;
    }

    /** Whether two are left who decide about roles; with fewer from the beginning, whether there are no fewer than before. */
    boolean leavesEnough(RoleBook before) {
        long left = administrators();
        return left >= FEWEST || left >= before.administrators();
    }

    private long administrators() {
        return rolesByAccount.values().stream()
                .filter(roles -> permissions(roles).containsAll(ADMINISTRATION))
                .count();
    }

    private Set<String> permissions(Set<String> roles) {
        Set<String> all = new HashSet<>();
        roles.forEach(role -> all.addAll(permissionsByRole.getOrDefault(role, Set.of())));
        return all;
    }
}
