package wallethub.staff;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.access.StaffPermission;
import wallethub.id.StaffId;

/** The SQL of roles. A name of a permission that the code does not know is left out wherever rows are read. */
@Component("staffRoleStore")
class RoleStore {

    private final JdbcClient jdbc;

    RoleStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Role> list() {
        return jdbc.sql("""
                        select r.*, array(select p.permission from staff_role_permission p where p.role_id = r.id) as permissions
                        from staff_role r order by r.id
                        """).query(RoleStore::role).list();
    }

    Optional<Role> find(String id) {
        return jdbc.sql("""
                        select r.*, array(select p.permission from staff_role_permission p where p.role_id = r.id) as permissions
                        from staff_role r where r.id = :id
                        """).param("id", id).query(RoleStore::role).optional();
    }

    private static Role role(ResultSet row, int number) throws SQLException {
        return new Role(
                row.getString("id"),
                row.getLong("version"),
                new BothLanguages(row.getString("name_en"), row.getString("name_ar")),
                new BothLanguages(row.getString("description_en"), row.getString("description_ar")),
                known(texts(row.getArray("permissions"))).toList());
    }

    /** What each of the roles that anybody has permits. */
    Map<String, Set<String>> permissionsByRole() {
        Map<String, Set<String>> found = new HashMap<>();
        jdbc.sql("""
                        select role_id, array_agg(permission) as permissions from staff_role_permission group by role_id
                        """)
                .query((row, number) -> found.put(
                        row.getString("role_id"),
                        known(texts(row.getArray("permissions"))).collect(Collectors.toUnmodifiableSet())))
                .list();
        return found;
    }

    Map<String, List<String>> rolesByAccount() {
        Map<String, List<String>> found = new HashMap<>();
        jdbc.sql("""
                        select account_id, array_agg(distinct role_id order by role_id) as roles
                        from staff_account_role r
                        where not exists (select from staff_account s where s.id = r.account_id and s.disabled_at is not null)
                        group by account_id
                        """)
                .query((row, number) -> found.put(row.getString("account_id"), List.of(texts(row.getArray("roles")))))
                .list();
        return found;
    }

    Set<String> permissionsOf(StaffId staff) {
        return jdbc.sql("""
                        select distinct p.permission
                        from staff_account_role a join staff_role_permission p on p.role_id = a.role_id
                        where a.account_id = :staff
                            and not exists (select from staff_account s where s.id = :staff and s.disabled_at is not null)
                        """).param("staff", staff.text()).query(String.class).list().stream()
                .filter(RoleStore::isKnown)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String[] texts(Array array) throws SQLException {
        return (String[]) array.getArray();
    }

    private static Stream<String> known(String[] permissions) {
        return Stream.of(permissions).filter(RoleStore::isKnown);
    }

    private static boolean isKnown(String permission) {
        return StaffPermission.of(permission).isPresent();
    }
}
