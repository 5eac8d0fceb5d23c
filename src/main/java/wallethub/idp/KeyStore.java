package wallethub.idp;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestamp;

import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.access.SecretKeys.Sealed;

/** The SQL of the keys that sign id tokens. */
@Component
@WhileIssuing
class KeyStore {

    private static final long LOCK = 0x6964705f6b6579L;

    private final JdbcClient jdbc;

    KeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Key(String kid, Sealed sealed, Instant createdAt) {}

    /** Until the end of the transaction nobody else makes a key. */
    void lock() {
        jdbc.sql("select pg_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query((row, number) -> true)
                .single();
    }

    /** The newest first. */
    List<Key> all() {
        return jdbc.sql("select kid, seal_kid, sealed, created_at from idp_key order by created_at desc, kid limit 20")
                .query((row, number) -> new Key(
                        row.getString("kid"),
                        new Sealed(row.getString("seal_kid"), row.getBytes("sealed")),
                        instant(row, "created_at")))
                .list();
    }

    void insert(Key key) {
        jdbc.sql("insert into idp_key (kid, seal_kid, sealed, created_at) values (:kid, :sealKid, :sealed, :createdAt)")
                .param("kid", key.kid())
                .param("sealKid", key.sealed().kid())
                .param("sealed", key.sealed().bytes())
                .param("createdAt", timestamp(key.createdAt()))
                .update();
    }

    void delete(Instant before) {
        jdbc.sql("delete from idp_key where created_at < :before")
                .param("before", timestamp(before))
                .update();
    }
}
