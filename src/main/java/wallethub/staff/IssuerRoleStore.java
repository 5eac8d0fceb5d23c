package wallethub.staff;

import static wallethub.database.Timestamps.timestamp;

import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.id.StaffId;

/** The SQL of roles that an issuer gives. */
@Component
class IssuerRoleStore {

    private final JdbcClient jdbc;

    IssuerRoleStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void forgetOthers(StaffId account, List<String> roles) {
        jdbc.sql("""
                        delete from staff_account_role
                        where account_id = :account and source = 'issuer' and role_id <> all (:roles)
                        """)
                .param("account", account.text())
                .param("roles", roles.toArray(String[]::new))
                .update();
    }

    void give(StaffId account, List<String> roles, Instant now) {
        jdbc.sql("""
                        insert into staff_account_role (account_id, role_id, source, given_by, given_at)
                        select :account, id, 'issuer', 'issuer', :now from staff_role where id = any (:roles)
                        on conflict on constraint staff_account_role_pk do nothing
                        """)
                .param("account", account.text())
                .param("roles", roles.toArray(String[]::new))
                .param("now", timestamp(now))
                .update();
    }

    boolean hasAny(StaffId account) {
        return jdbc.sql("select exists (select 1 from staff_account_role where account_id = :account)")
                .param("account", account.text())
                .query(Boolean.class)
                .single();
    }
}
