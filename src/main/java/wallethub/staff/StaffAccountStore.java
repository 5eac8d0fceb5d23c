package wallethub.staff;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.instantOrNull;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.id.StaffId;

/** The SQL of accounts. */
@Component
class StaffAccountStore {

    private final JdbcClient jdbc;

    StaffAccountStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<StaffAccount> find(StaffId id) {
        return jdbc.sql("""
                        select id, issuer, subject, display_name, issuer_groups, created_at, login_at, disabled_at
                        from staff_account where id = :id
                        """)
                .param("id", id.text())
                .query(StaffAccountStore::account)
                .optional();
    }

    /**
     * The account of that identity, made now if there was none; as the issuer tells it today. Locked: two logins of one
     * person come one after another.
     *
     * @param fresh the id of a new one
     */
    StaffAccount foundOrMade(StaffId fresh, Identity identity, Instant now) {
        return jdbc.sql("""
                        insert into staff_account (id, issuer, subject, person, display_name, issuer_groups, created_at)
                        values (:id, :issuer, :subject, :person, :name, :groups, :now)
                        on conflict on constraint staff_account_issuer_subject_unique do update
                            set person = excluded.person, display_name = excluded.display_name,
                                issuer_groups = excluded.issuer_groups
                        returning id, issuer, subject, display_name, issuer_groups, created_at, login_at, disabled_at
                        """)
                .param("id", fresh.text())
                .param("issuer", identity.issuer())
                .param("subject", identity.subject())
                .param("person", identity.person())
                .param("name", identity.name())
                .param("groups", identity.groups().toArray(String[]::new))
                .param("now", timestamp(now))
                .query(StaffAccountStore::account)
                .single();
    }

    Optional<StaffId> ofSubject(String issuer, String subject) {
        return jdbc.sql("select id from staff_account where issuer = :issuer and subject = :subject")
                .param("issuer", issuer)
                .param("subject", subject)
                .query((row, number) -> new StaffId(row.getString("id")))
                .optional();
    }

    /** Whether one issuer says that they are different people; of two issuers nobody can tell. */
    boolean areTwoPeople(StaffId one, StaffId other) {
        return jdbc.sql("""
                        select exists (
                            select from staff_account a join staff_account b on b.issuer = a.issuer
                                and coalesce(b.person, b.subject) <> coalesce(a.person, a.subject)
                            where a.id = :one and b.id = :other)
                        """)
                .param("one", one.text())
                .param("other", other.text())
                .query(Boolean.class)
                .single();
    }

    /** Whether one issuer says that they are one person's. */
    boolean areOnePersons(StaffId one, StaffId other) {
        return jdbc.sql("""
                        select exists (
                            select from staff_account a join staff_account b on b.issuer = a.issuer
                                and coalesce(b.person, b.subject) = coalesce(a.person, a.subject)
                            where a.id = :one and b.id = :other)
                        """)
                .param("one", one.text())
                .param("other", other.text())
                .query(Boolean.class)
                .single();
    }

    void loggedIn(StaffId id, Instant now) {
        jdbc.sql("update staff_account set login_at = :now where id = :id")
                .param("id", id.text())
                .param("now", timestamp(now))
                .update();
    }

    /** @return whether it was enabled */
    boolean disable(StaffId id, Instant now) {
        return jdbc.sql("update staff_account set disabled_at = :now where id = :id and disabled_at is null")
                        .param("id", id.text())
                        .param("now", timestamp(now))
                        .update()
                == 1;
    }

    /** @return whether it was disabled */
    boolean enable(StaffId id) {
        return jdbc.sql("update staff_account set disabled_at = null where id = :id and disabled_at is not null")
                        .param("id", id.text())
                        .update()
                == 1;
    }

    private static StaffAccount account(ResultSet row, int number) throws SQLException {
        return new StaffAccount(
                new StaffId(row.getString("id")),
                row.getString("issuer"),
                row.getString("subject"),
                row.getString("display_name"),
                List.of((String[]) row.getArray("issuer_groups").getArray()),
                instant(row, "created_at"),
                instantOrNull(row, "login_at"),
                instantOrNull(row, "disabled_at"));
    }
}
