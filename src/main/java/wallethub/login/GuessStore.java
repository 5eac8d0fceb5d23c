package wallethub.login;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.instantOrNull;
import static wallethub.database.Timestamps.timestamp;
import static wallethub.database.Timestamps.timestampOrNull;

import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of wrong codes. */
@Component
class GuessStore {

    private static final byte[] STRANGERS = {};

    private final JdbcClient jdbc;

    GuessStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Whose row counts for a device: its own when the number has logged in with it, and the strangers' otherwise.
     *
     * <p>A stranger who has never seen a code of the number cannot keep its owner's device waiting.
     */
    byte[] counted(byte[] mobileKey, byte[] deviceKey) {
        boolean known = jdbc.sql("""
                        select exists (select 1 from login_session
                            where mobile_key = :mobileKey and device_key = :deviceKey)
                        """)
                .param("mobileKey", mobileKey)
                .param("deviceKey", deviceKey)
                .query(Boolean.class)
                .single();
        return known ? deviceKey : STRANGERS;
    }

    Optional<Guesses> find(byte[] mobileKey, byte[] counted) {
        return jdbc.sql("""
                        select failure_count, window_started_at, wait_until, consecutive_count
                        from login_guess where mobile_key = :mobileKey and device_key = :deviceKey
                        """)
                .param("mobileKey", mobileKey)
                .param("deviceKey", counted)
                .query((row, number) -> new Guesses(
                        row.getInt("failure_count"),
                        instant(row, "window_started_at"),
                        instantOrNull(row, "wait_until"),
                        row.getInt("consecutive_count")))
                .optional();
    }

    /** Locked to the end of the transaction, made when it was not there. */
    Guesses lock(byte[] mobileKey, byte[] counted, Instant now) {
        return jdbc.sql("""
                        insert into login_guess
                            (mobile_key, device_key, failure_count, window_started_at, consecutive_count, failed_at)
                        values (:mobileKey, :deviceKey, 0, :now, 0, :now)
                        on conflict (mobile_key, device_key) do update set failed_at = login_guess.failed_at
                        returning failure_count, window_started_at, wait_until, consecutive_count
                        """)
                .param("mobileKey", mobileKey)
                .param("deviceKey", counted)
                .param("now", timestamp(now))
                .query((row, number) -> new Guesses(
                        row.getInt("failure_count"),
                        instant(row, "window_started_at"),
                        instantOrNull(row, "wait_until"),
                        row.getInt("consecutive_count")))
                .single();
    }

    void save(byte[] mobileKey, byte[] counted, Guesses guesses, Instant now) {
        jdbc.sql("""
                        update login_guess set failure_count = :failures, window_started_at = :windowStartedAt,
                            wait_until = :waitUntil, consecutive_count = :consecutive, failed_at = :now
                        where mobile_key = :mobileKey and device_key = :deviceKey
                        """)
                .param("mobileKey", mobileKey)
                .param("deviceKey", counted)
                .param("failures", guesses.failures())
                .param("windowStartedAt", timestamp(guesses.windowStartedAt()))
                .param("waitUntil", timestampOrNull(guesses.waitUntil()))
                .param("consecutive", guesses.consecutive())
                .param("now", timestamp(now))
                .update();
    }

    /** A right code: the device's own are forgotten, and the strangers' too, whose other factor a known device is. */
    void forget(byte[] mobileKey, byte[] counted) {
        jdbc.sql("delete from login_guess where mobile_key = :mobileKey and device_key in (:deviceKey, ''::bytea)")
                .param("mobileKey", mobileKey)
                .param("deviceKey", counted)
                .update();
    }

    /** Rows with wrong codes in a row are kept: what was guessed is not forgotten by waiting. */
    int purge(Instant before, int most) {
        return jdbc.sql("""
                        delete from login_guess where ctid in (select ctid from login_guess
                            where failed_at < :before and consecutive_count = 0 limit :most)
                        """)
                .param("before", timestamp(before))
                .param("most", most)
                .update();
    }
}
