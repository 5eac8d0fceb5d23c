package wallethub.database;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL that asks what the role may do that the hub is connected as. */
@Component
class RoleStore {

    private final JdbcClient jdbc;

    RoleStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param owns also through a role that it is a member of */
    record Role(String name, boolean bypassesRows, boolean owns) {}

    Role connectedAs() {
        return jdbc.sql("""
                        select r.rolname as name, r.rolsuper or r.rolbypassrls as bypasses_rows,
                            exists (
                                select from pg_class c
                                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                                    and pg_has_role(r.oid, c.relowner, 'member')) as owns
                        from pg_roles r where r.rolname = current_user
                        """).query(Role.class).single();
    }
}
