package wallethub.access;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;

/**
 * One link of a day's chain: {@code hash = SHA-256(previous || record)}, the record in the form of RFC 8785.
 *
 * @param sequence from one, without a gap
 */
record AuditLink(LocalDate stream, long sequence, long auditId, byte[] previous, byte[] hash) {

    /** Before the first link of a day. */
    static byte[] beginning() {
        return new byte[32];
    }

    static byte[] hash(byte[] previous, AuditRow row) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(previous);
            return digest.digest(row.canonical());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
