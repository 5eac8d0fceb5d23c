package wallethub.staff;

import static wallethub.database.Timestamps.timestamp;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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
                .filter(RoleStore::isOfRoles)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Who has which roles and what they permit, now. */
    RoleBook book() {
        Map<String, Set<String>> byAccount = new HashMap<>();
        rolesByAccount().forEach((account, roles) -> byAccount.put(account, Set.copyOf(roles)));
        return new RoleBook(byAccount, permissionsByRole());
    }

    /** Until the end of the transaction, so that two changes that are right alone are not wrong together. */
    void lock() {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('staff-roles', 0))")
                .query((row, number) -> number)
                .list();
    }

    /** As it is to be, whole; under {@link #lock}. */
    void put(Role role, String changedBy, Instant now) {
        jdbc.sql("""
                        insert into staff_role (id, version, name_en, name_ar, description_en, description_ar, changed_by, changed_at)
                        values (:id, :version, :nameEn, :nameAr, :descriptionEn, :descriptionAr, :changedBy, :now)
                        on conflict on constraint staff_role_pk do update set version = excluded.version,
                            name_en = excluded.name_en, name_ar = excluded.name_ar,
                            description_en = excluded.description_en, description_ar = excluded.description_ar,
                            changed_by = excluded.changed_by, changed_at = excluded.changed_at
                        """)
                .param("id", role.id())
                .param("version", role.version())
                .param("nameEn", role.name().en())
                .param("nameAr", role.name().ar())
                .param("descriptionEn", role.description().en())
                .param("descriptionAr", role.description().ar())
                .param("changedBy", changedBy)
                .param("now", timestamp(now))
                .update();
        String[] permissions = role.permissions().toArray(String[]::new);
        jdbc.sql("delete from staff_role_permission where role_id = :id and permission <> all (:permissions)")
                .param("id", role.id())
                .param("permissions", permissions)
                .update();
        jdbc.sql("""
                        insert into staff_role_permission (role_id, permission)
                        select :id, permission from unnest(:permissions) permission
                        on conflict on constraint staff_role_permission_pk do nothing
                        """).param("id", role.id()).param("permissions", permissions).update();
    }

    private static String[] texts(Array array) throws SQLException {
        return (String[]) array.getArray();
    }

    private static Stream<String> known(String[] permissions) {
        return Stream.of(permissions).filter(RoleStore::isOfRoles);
    }

    /** Whether the code knows it, as one that roles have. */
    static boolean isOfRoles(String permission) {
        return StaffPermission.of(permission).filter(StaffPermission::isOfRoles).isPresent();
    }
}
