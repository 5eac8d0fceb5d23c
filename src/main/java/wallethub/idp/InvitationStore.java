package wallethub.idp;

import static wallethub.database.Timestamps.timestamp;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of one-time secrets that make or renew accounts. */
@Component
@WhileIssuing
class InvitationStore {

    private final JdbcClient jdbc;

    InvitationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param userName who is invited; null for the first administrator, who names himself */
    record Invitation(@Nullable UserName userName, Set<String> groups, String invitedBy) {}

    void insertFirst(byte[] hash, Set<String> groups, Instant now, Instant expiresAt) {
        // Of the secrets printed before, none is good any more.
        jdbc.sql("delete from idp_invitation where user_name is null").update();
        jdbc.sql("""
                        insert into idp_invitation (secret_hash, groups, invited_by, created_at, expires_at)
                        values (:hash, string_to_array(:groups, ','), 'system:idp', :now, :expiresAt)
                        """)
                .param("hash", hash)
                .param("groups", String.join(",", groups))
                .param("now", timestamp(now))
                .param("expiresAt", timestamp(expiresAt))
                .update();
    }

    /** The last one counts: earlier ones to the same person are void. */
    void insert(byte[] hash, UserName userName, Set<String> groups, String invitedBy, Instant now, Instant expiresAt) {
        jdbc.sql("delete from idp_invitation where user_name = :userName or expires_at < :now")
                .param("userName", userName.text())
                .param("now", timestamp(now))
                .update();
        jdbc.sql("""
                        insert into idp_invitation (secret_hash, user_name, groups, invited_by, created_at, expires_at)
                        values (:hash, :userName, string_to_array(:groups, ','), :invitedBy, :now, :expiresAt)
                        """)
                .param("hash", hash)
                .param("userName", userName.text())
                .param("groups", String.join(",", groups))
                .param("invitedBy", invitedBy)
                .param("now", timestamp(now))
                .param("expiresAt", timestamp(expiresAt))
                .update();
    }

    /** Nobody makes an account of that name with a secret that was handed out before. */
    void revoke(UserName userName) {
        jdbc.sql("delete from idp_invitation where user_name = :userName and used_at is null")
                .param("userName", userName.text())
                .update();
    }

    /** Those that are still good. */
    int count(String group, Instant now) {
        return jdbc.sql("""
                        select count(*) from idp_invitation
                        where :group = any (groups) and used_at is null and expires_at > :now and user_name is not null
                        """)
                .param("group", group)
                .param("now", timestamp(now))
                .query(Integer.class)
                .single();
    }

    /** Spends it, once; empty when it is not there, spent, or too old. */
    Optional<Invitation> use(byte[] hash, Instant now) {
        return jdbc.sql("""
                        update idp_invitation set used_at = :now
                        where secret_hash = :hash and used_at is null and expires_at > :now
                        returning user_name, groups, invited_by
                        """)
                .param("hash", hash)
                .param("now", timestamp(now))
                .query((row, number) -> new Invitation(
                        row.getString("user_name") == null ? null : new UserName(row.getString("user_name")),
                        Rows.texts(row, "groups"),
                        row.getString("invited_by")))
                .optional();
    }
}
