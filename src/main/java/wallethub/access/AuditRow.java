package wallethub.access;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;

/**
 * A row of the audit as it is stored.
 *
 * @param subject whom the issuer means; null for anyone who is not on the staff
 * @param roles by comma, as they were then
 * @param address a keyed hash
 */
public record AuditRow(
        long id,
        String callerKind,
        String caller,
        @Nullable String issuer,
        @Nullable String subject,
        @Nullable String roles,
        @Nullable String onBehalfOf,
        @Nullable String session,
        String action,
        String object,
        @Nullable String before,
        @Nullable String after,
        @Nullable String reason,
        @Nullable String address,
        @Nullable String traceId,
        Instant recordedAt) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Where it is chained: the day that it tells of, in UTC. */
    LocalDate stream() {
        return recordedAt.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** The canonical form of RFC 8785 that is hashed: every column under one name, nulls left out. */
    byte[] canonical() {
        ObjectNode json = JSON.createObjectNode();
        // As text: RFC 8785 has no integers beyond 2^53.
        json.put("id", Long.toString(id));
        json.put("callerKind", callerKind);
        json.put("caller", caller);
        put(json, "issuer", issuer);
        put(json, "subject", subject);
        put(json, "roles", roles);
        put(json, "onBehalfOf", onBehalfOf);
        put(json, "session", session);
        json.put("action", action);
        json.put("object", object);
        put(json, "before", before);
        put(json, "after", after);
        put(json, "reason", reason);
        put(json, "address", address);
        put(json, "traceId", traceId);
        json.put("recordedAt", recordedAt.toString());
        try {
            return new JsonCanonicalizer(JSON.writeValueAsString(json)).getEncodedUTF8();
        } catch (IOException e) {
            throw new IllegalStateException("audit row " + id + " has no canonical form", e);
        }
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
