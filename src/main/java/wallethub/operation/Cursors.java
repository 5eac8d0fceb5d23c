package wallethub.operation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;
import wallethub.problem.Violation;

/**
 * Writes and reads cursors: where a list goes on, signed, and good for one caller, one list and one filter only.
 *
 * <p>The key is the installation's own and lies in the database, so that every instance reads every cursor. It protects
 * no data: a list is bound to its caller in SQL, whatever its cursor says.
 */
@Component
public class Cursors {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int TAG = 16;

    private final CursorKeyStore keys;
    private volatile byte @Nullable [] key;

    public Cursors(JdbcClient jdbc) {
        this.keys = new CursorKeyStore(jdbc);
    }

    /**
     * What a cursor is good for.
     *
     * @param list the name of the operation
     * @param filter whatever else decides which items there are, in one fixed form
     */
    public record Scope(String list, Caller caller, String filter) {}

    public String write(Scope scope, ListPosition position) {
        byte[] text = position.text().getBytes(StandardCharsets.UTF_8);
        byte[] cursor = ByteBuffer.allocate(TAG + text.length)
                .put(tag(scope, position.text()))
                .put(text)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
    }

    /** @throws ProblemException VALIDATION_FAILED for anything but a cursor written for the same scope */
    public ListPosition read(Scope scope, String cursor) {
        byte[] bytes = decoded(cursor);
        if (bytes.length <= TAG) {
            throw refused();
        }
        String text = new String(bytes, TAG, bytes.length - TAG, StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(Arrays.copyOf(bytes, TAG), tag(scope, text))) {
            throw refused();
        }
        return ListPosition.of(text);
    }

    private static byte[] decoded(String cursor) {
        try {
            return Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static ProblemException refused() {
        return unfit("cursor", "is no cursor of this list with this filter");
    }

    /** A query parameter that the schema lets through and the list does not. */
    public static ProblemException unfit(String parameter, String rule) {
        return new ProblemException(
                ErrorCode.VALIDATION_FAILED,
                "a parameter does not fit",
                List.of(new Violation("query/" + parameter, ErrorCode.VALIDATION_FAILED, rule)));
    }

    private byte[] tag(Scope scope, String position) {
        // A JSON array, so that no part can run into the next.
        String signed = OperationJson.text(
                List.of("cursor.v1", scope.list(), scope.caller().subject(), scope.filter(), position));
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(), ALGORITHM));
            return Arrays.copyOf(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)), TAG);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private byte[] key() {
        byte[] known = key;
        if (known == null) {
            known = keys.find();
            key = known;
        }
        return known;
    }
}
