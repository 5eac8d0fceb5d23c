package wallethub.idp;

import static wallethub.database.Timestamps.instantOrNull;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.access.SecretKeys.Sealed;
import wallethub.id.UserId;

/** The SQL of accounts. */
@Component
@WhileIssuing
class AccountStore {

    // Any number; it only has to be the same everywhere and another one than other locks'.
    private static final long LOCK = 0x6964705f616363L;

    private final JdbcClient jdbc;

    AccountStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Until the end of the transaction nobody else makes an account: of two first administrators one is the first. */
    void lockAll() {
        jdbc.sql("select pg_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query((row, number) -> true)
                .single();
    }

    boolean hasAny() {
        return jdbc.sql("select exists (select from idp_account)")
                .query(Boolean.class)
                .single();
    }

    Optional<Account> find(UserName userName) {
        return jdbc.sql("""
                        select id, coalesce(person, id) as person, user_name, password_hash, groups, totp_kid, totp_sealed,
                            totp_step, disabled_at
                        from idp_account where user_name = :userName
                        """)
                .param("userName", userName.text())
                .query(AccountStore::account)
                .optional();
    }

    /** Locked: codes of one account are looked at one after another. */
    Account lock(UserId id) {
        return jdbc.sql("""
                        select id, coalesce(person, id) as person, user_name, password_hash, groups, totp_kid, totp_sealed,
                            totp_step, disabled_at
                        from idp_account where id = :id for no key update
                        """).param("id", id.text()).query(AccountStore::account).single();
    }

    /** @param person whose it is; of a first account its own id */
    void insert(UserId id, String person, UserName userName, String passwordHash, Set<String> groups, Instant now) {
        jdbc.sql("""
                        insert into idp_account (id, person, user_name, password_hash, groups, created_at, changed_at)
                        values (:id, :person, :userName, :passwordHash, string_to_array(:groups, ','), :now, :now)
                        """)
                .param("id", id.text())
                .param("person", person)
                .param("userName", userName.text())
                .param("passwordHash", passwordHash)
                .param("groups", String.join(",", groups))
                .param("now", timestamp(now))
                .update();
    }

    /** It never logs in again; its name is free. */
    void retire(UserId id, Instant now) {
        jdbc.sql("""
                        update idp_account set disabled_at = coalesce(disabled_at, :now), changed_at = :now,
                            user_name = lower(id)
                        where id = :id
                        """).param("id", id.text()).param("now", timestamp(now)).update();
    }

    /** It never logs in again; its name stays its own until somebody is invited by it. */
    void disable(UserId id, Instant now) {
        jdbc.sql("update idp_account set disabled_at = :now, changed_at = :now where id = :id and disabled_at is null")
                .param("id", id.text())
                .param("now", timestamp(now))
                .update();
    }

    int count(String group) {
        return jdbc.sql("select count(*) from idp_account where :group = any (groups) and disabled_at is null")
                .param("group", group)
                .query(Integer.class)
                .single();
    }

    void enrol(UserId id, Sealed totp, Instant now) {
        jdbc.sql("update idp_account set totp_kid = :kid, totp_sealed = :sealed, changed_at = :now where id = :id")
                .param("id", id.text())
                .param("kid", totp.kid())
                .param("sealed", totp.bytes())
                .param("now", timestamp(now))
                .update();
    }

    /** @return false when the code of that step, or of a later one, was taken already */
    boolean takeStep(UserId id, long step) {
        return jdbc.sql("update idp_account set totp_step = :step where id = :id and totp_step < :step")
                        .param("id", id.text())
                        .param("step", step)
                        .update()
                == 1;
    }

    static Account account(ResultSet row, int number) throws SQLException {
        return new Account(
                new UserId(row.getString("id")),
                row.getString("person"),
                new UserName(row.getString("user_name")),
                row.getString("password_hash"),
                Rows.texts(row, "groups"),
                Rows.sealed(row),
                row.getLong("totp_step"),
                instantOrNull(row, "disabled_at") != null);
    }
}
