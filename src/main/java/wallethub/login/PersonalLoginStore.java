package wallethub.login;

import static wallethub.database.Timestamps.timestamp;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.database.ErasedPerson;
import wallethub.database.PersonalRecords;

/** A customer's sessions, and what is known of logins by the hash of the number. */
@Repository
class PersonalLoginStore implements PersonalRecords {

    private final JdbcClient jdbc;
    private final LoginSecrets secrets;
    private final Clock clock;

    PersonalLoginStore(JdbcClient jdbc, LoginSecrets secrets, Clock clock) {
        this.jdbc = jdbc;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public Set<String> laneKeys(ErasedPerson person) {
        List<String> challenges = jdbc.sql("select id from login_challenge where mobile_key = :mobileKey")
                .param("mobileKey", mobileKey(person))
                .query(String.class)
                .list();
        return new HashSet<>(challenges);
    }

    /** Sessions end, on every instance within seconds; their rows go when their time is over. */
    @Override
    public void erase(ErasedPerson person) {
        jdbc.sql("""
                        update login_session set ended_at = :now, end_reason = 'ended'
                        where customer_id = :customer and ended_at is null
                        """)
                .param("customer", person.customer().text())
                .param("now", timestamp(clock.instant()))
                .update();
        for (String forget : List.of(
                "delete from login_challenge where mobile_key = :mobileKey",
                "delete from login_guess where mobile_key = :mobileKey",
                "delete from login_mobile where mobile_key = :mobileKey")) {
            jdbc.sql(forget).param("mobileKey", mobileKey(person)).update();
        }
    }

    private byte[] mobileKey(ErasedPerson person) {
        return secrets.hash(secrets.kid(), "mobile", person.mobile());
    }
}
