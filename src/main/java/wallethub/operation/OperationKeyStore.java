package wallethub.operation;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestamp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of idempotency keys. */
@Component
class OperationKeyStore {

    private final JdbcClient jdbc;

    OperationKeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes the key until the end of the transaction, or says that another has it. */
    boolean tryLock(OperationKey key) {
        return jdbc.sql("""
                        select pg_try_advisory_xact_lock(
                            hashtextextended(:principal || chr(31) || :operation || chr(31) || :key, 0))
                        """)
                .param("principal", key.principal())
                .param("operation", key.operation())
                .param("key", key.key())
                .query(Boolean.class)
                .single();
    }

    Optional<KeyState> find(OperationKey key) {
        return jdbc.sql("""
                        select state, fingerprint, lease_until, prepared, status, headers, body
                        from operation_key
                        where principal = :principal and operation = :operation and key = :key
                        """)
                .param("principal", key.principal())
                .param("operation", key.operation())
                .param("key", key.key())
                .query(OperationKeyStore::state)
                .optional();
    }

    private static KeyState state(ResultSet row, int number) throws SQLException {
        byte[] fingerprint = row.getBytes("fingerprint");
        if (row.getString("state").equals("running")) {
            Instant lease = instant(row, "lease_until");
            return new KeyState.Running(fingerprint, lease, row.getString("prepared"));
        }
        return new KeyState.Done(
                fingerprint, row.getInt("status"), headers(row.getString("headers")), row.getBytes("body"));
    }

    private static Map<String, String> headers(String json) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (var header : OperationJson.own(json, ObjectNode.class).properties()) {
            headers.put(header.getKey(), header.getValue().asText());
        }
        return headers;
    }

    void insertDone(OperationKey key, byte[] fingerprint, HttpReply reply, Instant now) {
        jdbc.sql("""
                        insert into operation_key
                            (principal, operation, key, fingerprint, state, status, headers, body, created_at)
                        values (:principal, :operation, :key, :fingerprint, 'done', :status, :headers, :body, :now)
                        """)
                .param("principal", key.principal())
                .param("operation", key.operation())
                .param("key", key.key())
                .param("fingerprint", fingerprint)
                .param("status", reply.status())
                .param("headers", OperationJson.text(reply.headers()))
                .param("body", reply.body())
                .param("now", timestamp(now))
                .update();
    }

    void insertRunning(OperationKey key, byte[] fingerprint, String prepared, Instant leaseUntil, Instant now) {
        jdbc.sql("""
                        insert into operation_key
                            (principal, operation, key, fingerprint, state, lease_until, prepared, created_at)
                        values (:principal, :operation, :key, :fingerprint, 'running', :lease, :prepared, :now)
                        """)
                .param("principal", key.principal())
                .param("operation", key.operation())
                .param("key", key.key())
                .param("fingerprint", fingerprint)
                .param("lease", timestamp(leaseUntil))
                .param("prepared", prepared)
                .param("now", timestamp(now))
                .update();
    }

    /** Moves the lease of a running key; false when it is no longer the one that was taken. */
    boolean moveLease(OperationKey key, Instant held, Instant until) {
        return jdbc.sql("""
                        update operation_key set lease_until = :until
                        where principal = :principal and operation = :operation and key = :key
                            and state = 'running' and lease_until = :held
                        """)
                        .param("principal", key.principal())
                        .param("operation", key.operation())
                        .param("key", key.key())
                        .param("held", timestamp(held))
                        .param("until", timestamp(until))
                        .update()
                == 1;
    }

    /** Ends a running key with its answer; false when the lease was lost. */
    boolean finish(OperationKey key, Instant held, HttpReply reply) {
        return jdbc.sql("""
                        update operation_key
                        set state = 'done', lease_until = null, prepared = null,
                            status = :status, headers = :headers, body = :body
                        where principal = :principal and operation = :operation and key = :key
                            and state = 'running' and lease_until = :held
                        """)
                        .param("principal", key.principal())
                        .param("operation", key.operation())
                        .param("key", key.key())
                        .param("held", timestamp(held))
                        .param("status", reply.status())
                        .param("headers", OperationJson.text(reply.headers()))
                        .param("body", reply.body())
                        .update()
                == 1;
    }

    /** Forgets a running key whose call was refused for good; false when the lease was lost. */
    boolean forget(OperationKey key, Instant held) {
        return jdbc.sql("""
                        delete from operation_key
                        where principal = :principal and operation = :operation and key = :key
                            and state = 'running' and lease_until = :held
                        """)
                        .param("principal", key.principal())
                        .param("operation", key.operation())
                        .param("key", key.key())
                        .param("held", timestamp(held))
                        .update()
                == 1;
    }

    /** Drops up to {@code most} keys that are older than they are kept; returns how many. */
    int purge(Instant olderThan, int most) {
        return jdbc.sql("""
                        delete from operation_key
                        where ctid = any (array(
                            select ctid from operation_key
                            where created_at < :olderThan
                            order by created_at
                            limit :most
                            for update skip locked))
                        """)
                .param("olderThan", timestamp(olderThan))
                .param("most", most)
                .update();
    }
}
