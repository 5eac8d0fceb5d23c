package wallethub.staff;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.instantOrNull;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.id.StaffId;

/** The SQL of who works here with which roles. */
@Component
class StaffMemberStore {

    static final int COUNTED_MAX = 1_000;

    private final JdbcClient jdbc;

    StaffMemberStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Those behind that id, in the order in which they came.
     *
     * @param after empty for the first ones
     * @param role only those who have it; null for all
     */
    List<StaffMember> list(String after, @Nullable String role, int most) {
        return jdbc.sql("""
                        select a.id, a.display_name, a.issuer, a.created_at, a.login_at, a.disabled_at is not null as disabled,
                            array(select r.role_id from staff_account_role r
                                where r.account_id = a.id and r.source = 'hub' order by r.role_id) as roles,
                            array(select r.role_id from staff_account_role r
                                where r.account_id = a.id and r.source = 'issuer' order by r.role_id) as issuer_roles
                        from staff_account a
                        where a.id > :after and (:role::text is null or exists (
                            select from staff_account_role r where r.account_id = a.id and r.role_id = :role))
                        order by a.id
                        limit :most
                        """)
                .param("after", after)
                .param("role", role)
                .param("most", most)
                .query(StaffMemberStore::member)
                .list();
    }

    /** Counted up to one more than {@link #COUNTED_MAX}. */
    long count(@Nullable String role) {
        return jdbc.sql("""
                        select count(*) from (
                            select from staff_account a
                            where :role::text is null or exists (
                                select from staff_account_role r where r.account_id = a.id and r.role_id = :role)
                            limit :most) counted
                        """)
                .param("role", role)
                .param("most", COUNTED_MAX + 1)
                .query(Long.class)
                .single();
    }

    Optional<StaffMember> find(StaffId id) {
        return jdbc.sql("""
                        select a.id, a.display_name, a.issuer, a.created_at, a.login_at, a.disabled_at is not null as disabled,
                            array(select r.role_id from staff_account_role r
                                where r.account_id = a.id and r.source = 'hub' order by r.role_id) as roles,
                            array(select r.role_id from staff_account_role r
                                where r.account_id = a.id and r.source = 'issuer' order by r.role_id) as issuer_roles
                        from staff_account a where a.id = :id
                        """)
                .param("id", id.text())
                .query(StaffMemberStore::member)
                .optional();
    }

    private static StaffMember member(ResultSet row, int number) throws SQLException {
        return new StaffMember(
                new StaffId(row.getString("id")),
                row.getString("display_name"),
                row.getString("issuer"),
                List.of((String[]) row.getArray("roles").getArray()),
                List.of((String[]) row.getArray("issuer_roles").getArray()),
                row.getBoolean("disabled"),
                instant(row, "created_at"),
                instantOrNull(row, "login_at"));
    }

    /** Replaces what came from that source; who has a role already keeps it as it was given. */
    void give(StaffId staff, Collection<String> roles, Source source, String givenBy, Instant now) {
        String[] wanted = roles.toArray(String[]::new);
        jdbc.sql("""
                        delete from staff_account_role
                        where account_id = :staff and source = :source and role_id <> all (:roles)
                        """)
                .param("staff", staff.text())
                .param("source", source.wire())
                .param("roles", wanted)
                .update();
        jdbc.sql("""
                        insert into staff_account_role (account_id, role_id, source, given_by, given_at)
                        select :staff, r.id, :source, :givenBy, :now from staff_role r where r.id = any (:roles)
                        on conflict on constraint staff_account_role_pk do nothing
                        """)
                .param("staff", staff.text())
                .param("source", source.wire())
                .param("givenBy", givenBy)
                .param("now", timestamp(now))
                .param("roles", wanted)
                .update();
    }

    /** Who gave a role. */
    enum Source {
        /** The issuer of the login, at each login anew. */
        ISSUER,
        /** Two administrators. */
        HUB;

        String wire() {
            return this == ISSUER ? "issuer" : "hub";
        }
    }
}
