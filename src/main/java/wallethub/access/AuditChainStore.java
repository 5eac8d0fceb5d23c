package wallethub.access;

import static wallethub.database.Timestamps.instantOrNull;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of the chain, its heads, and what still waits for it. */
@Component
class AuditChainStore {

    // Of this hub only: no other advisory lock has it.
    private static final long LOCK = 0x41554449544cL;

    private final JdbcClient jdbc;

    AuditChainStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Where a stream stands. */
    record Stream(LocalDate day, long sequence, byte[] hash) {}

    /** What waits: how many rows, and since when the oldest of them. */
    record Waiting(long rows, Optional<Instant> since) {}

    /** Whether this transaction leads now; it ends with it, also when the instance dies. */
    boolean lead() {
        return jdbc.sql("select pg_try_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query(Boolean.class)
                .single();
    }

    /** Rows that have committed and wait, by their numbers. */
    List<AuditRow> waiting(int most) {
        return jdbc.sql("""
                        select a.* from access_audit_unchained w join access_audit a on a.audit_id = w.audit_id
                        order by w.audit_id limit :most
                        """).param("most", most).query(AuditStore::row).list();
    }

    Optional<Stream> stream(LocalDate day) {
        return jdbc.sql("select stream, sequence, hash from access_audit_stream where stream = :day")
                .param("day", day)
                .query(AuditChainStore::stream)
                .optional();
    }

    /** All at once; the waiting of a row ends with its link. */
    void link(List<AuditLink> links, Instant at) {
        int ended = jdbc.sql("""
                        with linked as (
                            insert into access_audit_link (stream, sequence, audit_id, previous_hash, hash, chained_at)
                            select l.stream, l.sequence, l.audit_id, l.previous_hash, l.hash, :at
                            from unnest(:streams::date[], :sequences::bigint[], :ids::bigint[], :previous::bytea[],
                                :hashes::bytea[]) as l(stream, sequence, audit_id, previous_hash, hash)
                            returning audit_id)
                        delete from access_audit_unchained w using linked where w.audit_id = linked.audit_id
                        """)
                .param("at", timestamp(at))
                .param("streams", texts(links, link -> link.stream().toString()))
                .param("sequences", texts(links, link -> Long.toString(link.sequence())))
                .param("ids", texts(links, link -> Long.toString(link.auditId())))
                .param("previous", texts(links, link -> "\\x" + AuditLink.hex(link.previous())))
                .param("hashes", texts(links, link -> "\\x" + AuditLink.hex(link.hash())))
                .update();
        if (ended != links.size()) {
            throw new IllegalStateException(
                    "of " + links.size() + " audit rows only " + ended + " waited for the chain");
        }
    }

    private static String[] texts(List<AuditLink> links, Function<AuditLink, String> part) {
        return links.stream().map(part).toArray(String[]::new);
    }

    void reach(Stream stream, Instant at) {
        jdbc.sql("""
                        insert into access_audit_stream as s (stream, sequence, hash, unsigned_since)
                        values (:day, :sequence, :hash, :at)
                        on conflict (stream) do update set sequence = excluded.sequence, hash = excluded.hash,
                            unsigned_since = coalesce(s.unsigned_since, excluded.unsigned_since)
                        """)
                .param("day", stream.day())
                .param("sequence", stream.sequence())
                .param("hash", stream.hash())
                .param("at", timestamp(at))
                .update();
    }

    List<Stream> unsigned(int most) {
        return jdbc.sql("""
                        select stream, sequence, hash from access_audit_stream where signed_sequence < sequence
                        order by stream limit :most
                        """).param("most", most).query(AuditChainStore::stream).list();
    }

    void sign(AuditHead head) {
        jdbc.sql("""
                        insert into access_audit_head (stream, sequence, hash, kid, signature, signed_at)
                        values (:day, :sequence, decode(:hash, 'hex'), :kid, decode(:signature, 'hex'), :at)
                        """)
                .param("day", head.stream())
                .param("sequence", head.sequence())
                .param("hash", head.hash())
                .param("kid", head.kid())
                .param("signature", head.signature())
                .param("at", timestamp(head.signedAt()))
                .update();
        jdbc.sql("""
                        update access_audit_stream set signed_sequence = :sequence, unsigned_since = null
                        where stream = :day and sequence = :sequence
                        """)
                .param("day", head.stream())
                .param("sequence", head.sequence())
                .update();
    }

    Waiting waitingNow() {
        return jdbc.sql("""
                        select count(*) waiting, min(a.recorded_at) since
                        from (select audit_id from access_audit_unchained order by audit_id limit 10000) w
                            join access_audit a on a.audit_id = w.audit_id
                        """)
                .query((row, number) ->
                        new Waiting(row.getLong("waiting"), Optional.ofNullable(instantOrNull(row, "since"))))
                .single();
    }

    /** Since when a head waits for its export. */
    Optional<Instant> unsignedSince() {
        return jdbc.sql("select min(unsigned_since) since from access_audit_stream where signed_sequence < sequence")
                .query((row, number) -> Optional.ofNullable(instantOrNull(row, "since")))
                .single();
    }

    private static Stream stream(ResultSet row, int number) throws SQLException {
        return new Stream(row.getObject("stream", LocalDate.class), row.getLong("sequence"), row.getBytes("hash"));
    }
}
