package wallethub.mapping;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which set of mappings is in force, and which instance runs which. Times are the database's, so instances agree on them. */
@Component
class MappingSetStore {

    private final JdbcClient jdbc;

    MappingSetStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param age since it was activated */
    record ActiveSet(String hash, @Nullable String previousHash, Instant activatedAt, Duration age) {}

    Optional<ActiveSet> active() {
        return jdbc.sql("""
                        select hash, previous_hash, activated_at,
                               greatest(0, extract(epoch from clock_timestamp() - activated_at)) as age_seconds
                        from mapping_active_set
                        """).query(MappingSetStore::activeSet).optional();
    }

    /** Makes everyone who decides about the active set wait for one another, until the transaction ends. */
    void lock() {
        jdbc.sql("lock table mapping_active_set in share row exclusive mode").update();
    }

    void activate(String hash, String instance) {
        jdbc.sql("""
                        insert into mapping_active_set (hash, activated_at, activated_by)
                        values (:hash, clock_timestamp(), :instance)
                        on conflict (singleton) do update
                        set previous_hash = mapping_active_set.hash, hash = excluded.hash,
                            activated_at = excluded.activated_at, activated_by = excluded.activated_by
                        where mapping_active_set.hash <> excluded.hash
                        """).param("hash", hash).param("instance", instance).update();
    }

    /** Whether this set had never been seen before. */
    boolean remember(String hash) {
        return jdbc.sql("""
                        insert into mapping_known_set (hash, first_seen_at) values (:hash, clock_timestamp())
                        on conflict (hash) do nothing
                        """).param("hash", hash).update() == 1;
    }

    void seen(String instance, String hash) {
        jdbc.sql("""
                        insert into mapping_instance (instance, hash, seen_at)
                        values (:instance, :hash, clock_timestamp())
                        on conflict (instance) do update set hash = excluded.hash, seen_at = excluded.seen_at
                        """).param("instance", instance).param("hash", hash).update();
    }

    /** Whether another instance that was seen lately runs this set. */
    boolean runsElsewhere(String hash, String instance, Duration lately) {
        return jdbc.sql("""
                        select exists (
                            select from mapping_instance
                            where hash = :hash and instance <> :instance
                              and seen_at > clock_timestamp() - make_interval(secs => :seconds))
                        """)
                .param("hash", hash)
                .param("instance", instance)
                .param("seconds", lately.toSeconds())
                .query(Boolean.class)
                .single();
    }

    void forget(String instance) {
        jdbc.sql(
                        "delete from mapping_instance where instance = :instance or seen_at < clock_timestamp() - interval '1 day'")
                .param("instance", instance)
                .update();
    }

    private static ActiveSet activeSet(ResultSet row, int number) throws SQLException {
        return new ActiveSet(
                row.getString("hash"),
                row.getString("previous_hash"),
                row.getObject("activated_at", OffsetDateTime.class).toInstant(),
                Duration.ofSeconds(row.getLong("age_seconds")));
    }
}
