package wallethub.operation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.erdtman.jcs.JsonCanonicalizer;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;

/** SHA-256 of a request in the canonical form of RFC 8785: the same whatever the order of its fields. */
final class Fingerprint {

    private Fingerprint() {}

    static byte[] of(JsonNode request) {
        try {
            byte[] canonical = new JsonCanonicalizer(OperationJson.text(request)).getEncodedUTF8();
            return MessageDigest.getInstance("SHA-256").digest(canonical);
        } catch (IOException e) {
            throw new ProblemException(ErrorCode.VALIDATION_FAILED, "the document has a number out of range");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
