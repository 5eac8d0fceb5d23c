package wallethub.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * The JSON of a record of ours in the one form that RFC 8785 gives it, to be kept and hashed: the same value has the same text,
 * whoever wrote it down. Numbers in it are doubles there; what needs more digits is text.
 */
public final class CanonicalJson {

    private CanonicalJson() {}

    public static String text(Object value) {
        try {
            return new JsonCanonicalizer(OperationJson.text(value)).getEncodedString();
        } catch (IOException e) {
            throw new IllegalStateException(value.getClass().getSimpleName() + " has no canonical form", e);
        }
    }

    /** What {@link #text} wrote. */
    public static <T> T read(String text, Class<T> type) {
        return OperationJson.own(text, type);
    }

    /** @throws IllegalStateException for anything but JSON */
    public static JsonNode tree(String text) {
        try {
            return OperationJson.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored document cannot be read", e);
        }
    }

    /** SHA-256 of the text's UTF-8. */
    public static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
