package wallethub.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * How far a day's chain had come at some moment, signed: one line of an export. What the database says later must still
 * lead to it.
 *
 * @param hash of the link with that sequence, hexadecimal
 * @param signature ES256 (r and s, hexadecimal) over the other members in the form of RFC 8785
 */
record AuditHead(LocalDate stream, long sequence, String hash, Instant signedAt, String kid, String signature) {

    private static final JsonMapper JSON = new JsonMapper();

    AuditHead {
        if (sequence < 1 || !hash.matches("[0-9a-f]{64}") || kid.isBlank() || !signature.matches("[0-9a-f]*")) {
            throw new IllegalArgumentException("no head of an audit");
        }
    }

    /** What is signed. */
    static byte[] signed(LocalDate stream, long sequence, String hash, Instant signedAt, String kid) {
        var json = JSON.createObjectNode()
                .put("stream", stream.toString())
                .put("sequence", Long.toString(sequence))
                .put("hash", hash)
                .put("signedAt", signedAt.toString())
                .put("kid", kid);
        try {
            return new JsonCanonicalizer(json.toString()).getEncodedUTF8();
        } catch (IOException e) {
            throw new IllegalStateException("a head has no canonical form", e);
        }
    }

    byte[] signed() {
        return signed(stream, sequence, hash, signedAt, kid);
    }

    String line() {
        return JSON.createObjectNode()
                .put("stream", stream.toString())
                .put("sequence", sequence)
                .put("hash", hash)
                .put("signedAt", signedAt.toString())
                .put("kid", kid)
                .put("signature", signature)
                .toString();
    }

    /** Empty for anything that {@link #line} did not write. */
    static Optional<AuditHead> of(String line) {
        try {
            var json = JSON.readTree(line);
            return Optional.of(new AuditHead(
                    LocalDate.parse(json.path("stream").asText()),
                    json.path("sequence").asLong(),
                    json.path("hash").asText(),
                    Instant.parse(json.path("signedAt").asText()),
                    json.path("kid").asText(),
                    json.path("signature").asText()));
        } catch (JsonProcessingException | DateTimeParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
