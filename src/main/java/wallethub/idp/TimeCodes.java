package wallethub.idp;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;

/** The codes of authenticator apps (RFC 6238): six digits, SHA-1, a new one each half minute. */
final class TimeCodes {

    static final int SECRET_BYTES = 20;

    private static final Duration STEP = Duration.ofSeconds(30);
    private static final int DIGITS = 6;
    // A phone's clock may be off by one step.
    private static final int DRIFT = 1;

    private TimeCodes() {}

    /**
     * The step whose code it is, when that is a step after the last one taken.
     *
     * @param typed in digits of any script, spaces between them
     */
    static OptionalLong step(byte[] secret, String typed, Instant now, long lastStep) {
        byte[] code = digits(typed).getBytes(StandardCharsets.US_ASCII);
        long current = now.getEpochSecond() / STEP.toSeconds();
        OptionalLong found = OptionalLong.empty();
        for (long step = current - DRIFT; step <= current + DRIFT; step++) {
            if (MessageDigest.isEqual(code(secret, step).getBytes(StandardCharsets.US_ASCII), code)
                    && step > lastStep) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    static String code(byte[] secret, Instant at) {
        return code(secret, at.getEpochSecond() / STEP.toSeconds());
    }

    private static String code(byte[] secret, long step) {
        TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator(
                STEP, DIGITS, TimeBasedOneTimePasswordGenerator.TOTP_ALGORITHM_HMAC_SHA1);
        try {
            return generator.generateOneTimePasswordString(
                    new SecretKeySpec(secret, "RAW"), Instant.ofEpochSecond(step * STEP.toSeconds()));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("any bytes are a key of HMAC", e);
        }
    }

    private static String digits(String typed) {
        StringBuilder digits = new StringBuilder();
        typed.strip()
                .codePoints()
                .filter(point -> !Character.isWhitespace(point))
                .limit(DIGITS + 1)
                .forEach(point -> {
                    int digit = Character.digit(point, 10);
                    digits.append(digit < 0 ? "x" : Integer.toString(digit));
                });
        return digits.toString();
    }

    /** As authenticator apps read it. */
    static String uri(String issuer, UserName user, byte[] secret) {
        String label = encoded(issuer) + ":" + encoded(user.text());
        return "otpauth://totp/" + label + "?secret=" + Base32.text(secret) + "&issuer=" + encoded(issuer)
                + "&algorithm=SHA1&digits=6&period=30";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
