package wallethub.staff;

import java.util.Arrays;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.access.StaffIdentities;
import wallethub.access.StaffIdentity;
import wallethub.id.StaffId;

/** Who an account is outside of the hub and which roles it has, for the audit. */
@Repository
class AccountIdentityStore implements StaffIdentities {

    private final JdbcClient jdbc;

    AccountIdentityStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<StaffIdentity> of(StaffId staff) {
        return jdbc.sql("""
                        select issuer, subject, array(
                            select distinct r.role_id from staff_account_role r where r.account_id = a.id order by 1) roles
                        from staff_account a where id = :id
                        """)
                .param("id", staff.text())
                .query((row, number) ->
                        new StaffIdentity(row.getString("issuer"), row.getString("subject"), Arrays.asList((String[])
                                row.getArray("roles").getArray())))
                .optional();
    }
}
