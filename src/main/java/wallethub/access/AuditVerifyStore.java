package wallethub.access;

import static wallethub.database.Timestamps.instant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of a look through the chain; it reads only. */
@Component
class AuditVerifyStore {

    private final JdbcClient jdbc;

    AuditVerifyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A link with the row that it names, where that is still there. */
    record Linked(AuditLink link, @Nullable AuditRow row) {}

    List<Linked> links(LocalDate day, long after, int most) {
        return jdbc.sql("""
                        select l.stream, l.sequence, l.audit_id link_audit_id, l.previous_hash, l.hash, a.*
                        from (select * from access_audit_link where stream = :day and sequence > :after
                                order by sequence limit :most) l
                            left join access_audit a on a.audit_id = l.audit_id
                        order by l.sequence
                        """)
                .param("day", day)
                .param("after", after)
                .param("most", most)
                .query(AuditVerifyStore::linked)
                .list();
    }

    Optional<byte[]> hash(LocalDate day, long sequence) {
        return jdbc.sql("select hash from access_audit_link where stream = :day and sequence = :sequence")
                .param("day", day)
                .param("sequence", sequence)
                .query(byte[].class)
                .optional();
    }

    List<AuditHead> heads(LocalDate day, long after, int most) {
        return jdbc.sql("""
                        select stream, sequence, hash, kid, signature, signed_at from access_audit_head
                        where stream = :day and sequence > :after order by sequence limit :most
                        """)
                .param("day", day)
                .param("after", after)
                .param("most", most)
                .query(AuditVerifyStore::head)
                .list();
    }

    /** Rows of that day that neither are chained nor wait. */
    List<Long> strangers(LocalDate day, int most) {
        return jdbc.sql("""
                        select a.audit_id from access_audit a
                        where a.recorded_at >= :from and a.recorded_at < :until
                            and not exists (select from access_audit_link l where l.audit_id = a.audit_id)
                            and not exists (select from access_audit_unchained w where w.audit_id = a.audit_id)
                        order by a.audit_id limit :most
                        """)
                .param("from", day.atStartOfDay().atOffset(ZoneOffset.UTC))
                .param("until", day.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC))
                .param("most", most)
                .query(Long.class)
                .list();
    }

    private static Linked linked(ResultSet row, int number) throws SQLException {
        AuditLink link = new AuditLink(
                row.getObject("stream", LocalDate.class),
                row.getLong("sequence"),
                row.getLong("link_audit_id"),
                row.getBytes("previous_hash"),
                row.getBytes("hash"));
        return new Linked(link, row.getObject("audit_id") == null ? null : AuditStore.row(row, number));
    }

    private static AuditHead head(ResultSet row, int number) throws SQLException {
        return new AuditHead(
                row.getObject("stream", LocalDate.class),
                row.getLong("sequence"),
                AuditLink.hex(row.getBytes("hash")),
                instant(row, "signed_at"),
                row.getString("kid"),
                HexFormat.of().formatHex(row.getBytes("signature")));
    }
}
