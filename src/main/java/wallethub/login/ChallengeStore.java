package wallethub.login;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.instantOrNull;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.access.SecretKeys.Sealed;
import wallethub.id.ChallengeId;

/** The SQL of challenges, of the pauses between them, and of ranges of numbers that get none. */
@Component
class ChallengeStore {

    private static final Duration PAUSES_FORGOTTEN = Duration.ofHours(1);

    private final JdbcClient jdbc;

    ChallengeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How many of a range got a code, and how many came back with it. */
    record Counts(int sent, int verified) {}

    /**
     * Starts the pause after this request, unless the one before is still running.
     *
     * @param pauses after the first, the second, and every later request
     * @return when the next one may come; empty when this one came too early
     */
    Optional<Instant> startPause(byte[] mobileKey, List<Duration> pauses, Instant now) {
        return jdbc.sql("""
                        insert into login_mobile (mobile_key, request_count, requested_at, resend_at)
                        values (:mobileKey, 1, :now, :first)
                        on conflict (mobile_key) do update set
                            request_count = case when login_mobile.requested_at <= :forgotten then 1
                                else login_mobile.request_count + 1 end,
                            requested_at = :now,
                            resend_at = case when login_mobile.requested_at <= :forgotten then :first::timestamptz
                                when login_mobile.request_count = 1 then :second::timestamptz
                                else :later::timestamptz end
                        where login_mobile.resend_at <= :now
                        returning resend_at
                        """)
                .param("mobileKey", mobileKey)
                .param("now", timestamp(now))
                .param("forgotten", timestamp(now.minus(PAUSES_FORGOTTEN)))
                .param("first", timestamp(now.plus(pauses.get(0))))
                .param("second", timestamp(now.plus(pauses.get(1))))
                .param("later", timestamp(now.plus(pauses.get(2))))
                .query((row, number) -> instant(row, "resend_at"))
                .optional();
    }

    /** What is left of the number's pause; a second when it is over by now. */
    Duration untilNextCode(byte[] mobileKey, Instant now) {
        return jdbc.sql("select resend_at from login_mobile where mobile_key = :mobileKey")
                .param("mobileKey", mobileKey)
                .query((row, number) -> instant(row, "resend_at"))
                .optional()
                .map(until -> Duration.between(now, until))
                .filter(Duration::isPositive)
                .orElse(Duration.ofSeconds(1));
    }

    void endPause(byte[] mobileKey) {
        jdbc.sql("delete from login_mobile where mobile_key = :mobileKey")
                .param("mobileKey", mobileKey)
                .update();
    }

    /** The open one of a number dies with the next. */
    void replaceOpen(byte[] mobileKey, Instant now) {
        jdbc.sql("""
                        update login_challenge set state = 'replaced', ended_at = :now, mobile_sealed = null
                        where mobile_key = :mobileKey and state = 'open'
                        """).param("mobileKey", mobileKey).param("now", timestamp(now)).update();
    }

    void insert(Challenge challenge, Sealed mobile) {
        jdbc.sql("""
                        insert into login_challenge (id, mobile_key, mobile_sealed, device_key, code_hash, pepper_kid,
                            operator_prefix, language, state, created_at, expires_at)
                        values (:id, :mobileKey, :mobile, :deviceKey, :codeHash, :pepperKid, :operatorPrefix, :language,
                            'open', :createdAt, :expiresAt)
                        """)
                .param("id", challenge.id().text())
                .param("mobileKey", challenge.mobileKey())
                .param("mobile", mobile.bytes())
                .param("deviceKey", challenge.deviceKey())
                .param("codeHash", challenge.codeHash())
                .param("pepperKid", challenge.pepperKid())
                .param("operatorPrefix", challenge.operatorPrefix())
                .param("language", challenge.language())
                .param("createdAt", timestamp(challenge.createdAt()))
                .param("expiresAt", timestamp(challenge.expiresAt()))
                .update();
    }

    /** Locked to the end of the transaction: tries of one challenge come one after another. */
    Optional<Challenge> lock(ChallengeId id) {
        return jdbc.sql("""
                        select id, mobile_key, mobile_sealed, device_key, code_hash, pepper_kid, operator_prefix, language,
                            state, try_count, created_at, expires_at, sent_at
                        from login_challenge where id = :id for no key update
                        """)
                .param("id", id.text())
                .query(ChallengeStore::challenge)
                .optional();
    }

    /** Under its lock. */
    void countTry(ChallengeId id) {
        jdbc.sql("update login_challenge set try_count = try_count + 1 where id = :id")
                .param("id", id.text())
                .update();
    }

    /** @return whether it was open until now: a code is good once */
    boolean verify(ChallengeId id, Instant now) {
        return jdbc.sql("""
                        update login_challenge set state = 'verified', ended_at = :now, mobile_sealed = null
                        where id = :id and state = 'open'
                        """).param("id", id.text()).param("now", timestamp(now)).update() == 1;
    }

    /** Under its lock. */
    void markSent(ChallengeId id, Instant now) {
        jdbc.sql("update login_challenge set sent_at = :now where id = :id")
                .param("id", id.text())
                .param("now", timestamp(now))
                .update();
    }

    Counts counts(String operatorPrefix, Instant since) {
        return jdbc.sql("""
                        select count(*) as sent, count(*) filter (where state = 'verified') as verified
                        from login_challenge where operator_prefix = :prefix and sent_at > :since
                        """)
                .param("prefix", operatorPrefix)
                .param("since", timestamp(since))
                .query(Counts.class)
                .single();
    }

    /** @return whether it was not tripped already */
    boolean trip(String operatorPrefix, Counts counts, Instant now, Instant until) {
        return jdbc.sql("""
                        insert into login_tripped_prefix (operator_prefix, tripped_at, until, sent_count, verified_count)
                        values (:prefix, :now, :until, :sent, :verified)
                        on conflict (operator_prefix) do update set tripped_at = :now, until = :until,
                            sent_count = :sent, verified_count = :verified
                        where login_tripped_prefix.until <= :now
                        """)
                        .param("prefix", operatorPrefix)
                        .param("now", timestamp(now))
                        .param("until", timestamp(until))
                        .param("sent", counts.sent())
                        .param("verified", counts.verified())
                        .update()
                == 1;
    }

    Optional<Instant> trippedUntil(String operatorPrefix, Instant now) {
        return jdbc.sql("select until from login_tripped_prefix where operator_prefix = :prefix and until > :now")
                .param("prefix", operatorPrefix)
                .param("now", timestamp(now))
                .query((row, number) -> instant(row, "until"))
                .optional();
    }

    /** Whether the range got no codes at that moment; whoever asked for one then was shown to be a human. */
    boolean wasTripped(String operatorPrefix, Instant at) {
        return jdbc.sql("""
                        select exists (select from login_tripped_prefix
                            where operator_prefix = :prefix and tripped_at < :at and until > :at)
                        """)
                .param("prefix", operatorPrefix)
                .param("at", timestamp(at))
                .query(Boolean.class)
                .single();
    }

    int purge(Instant before, int most) {
        return jdbc.sql("""
                        delete from login_challenge where id in
                            (select id from login_challenge where created_at < :before order by created_at limit :most)
                        """)
                        .param("before", timestamp(before))
                        .param("most", most)
                        .update()
                + jdbc.sql("""
                        delete from login_mobile where mobile_key in
                            (select mobile_key from login_mobile where requested_at < :before order by requested_at limit :most)
                        """)
                        .param("before", timestamp(before))
                        .param("most", most)
                        .update()
                + jdbc.sql("delete from login_tripped_prefix where until < :before")
                        .param("before", timestamp(before))
                        .update();
    }

    private static Challenge challenge(ResultSet row, int number) throws SQLException {
        byte[] sealed = row.getBytes("mobile_sealed");
        return new Challenge(
                new ChallengeId(row.getString("id")),
                row.getBytes("mobile_key"),
                sealed == null ? null : new Sealed(row.getString("pepper_kid"), sealed),
                row.getBytes("device_key"),
                row.getBytes("code_hash"),
                row.getString("pepper_kid"),
                row.getString("operator_prefix"),
                row.getString("language"),
                "open".equals(row.getString("state")),
                row.getInt("try_count"),
                instant(row, "created_at"),
                instant(row, "expires_at"),
                instantOrNull(row, "sent_at"));
    }
}
