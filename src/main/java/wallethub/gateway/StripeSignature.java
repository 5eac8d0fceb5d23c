package wallethub.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A {@code Stripe-Signature} header that could be read: {@code t=…,v1=…[,v1=…]}.
 *
 * <p>Of our own instead of stripe-java's: that one takes any time in the future, throws on malformed headers, and works on
 * a String, which is no longer the raw bytes.
 */
record StripeSignature(long timestamp, List<String> signatures) {

    static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{1,12}");
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");
    private static final int HEADER_MAX = 1024;

    /** Empty for whatever is not such a header. Schemes other than {@code v1} are passed over, as Stripe asks. */
    static Optional<StripeSignature> parse(List<String> headers) {
        if (headers.size() != 1 || headers.getFirst().length() > HEADER_MAX) {
            return Optional.empty();
        }
        List<String> timestamps = new ArrayList<>();
        List<String> signatures = new ArrayList<>();
        for (String part : headers.getFirst().split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                return Optional.empty();
            }
            String value = part.substring(equals + 1);
            switch (part.substring(0, equals)) {
                case "t" -> timestamps.add(value);
                case "v1" -> signatures.add(value);
                default -> {}
            }
        }
        boolean readable = timestamps.size() == 1
                && TIMESTAMP.matcher(timestamps.getFirst()).matches()
                && !signatures.isEmpty()
                && signatures.stream().allMatch(text -> SIGNATURE.matcher(text).matches());
        return readable
                ? Optional.of(new StripeSignature(Long.parseLong(timestamps.getFirst()), signatures))
                : Optional.empty();
    }

    /** On both sides: a time in the future would be a signature that can be replayed until then. */
    boolean isFresh(Instant now) {
        return Math.abs(now.getEpochSecond() - timestamp) <= TOLERANCE.toSeconds();
    }

    /** Every secret is tried against every signature, so that the time taken says nothing about which one fits. */
    boolean isMadeWith(List<String> secrets, byte[] body) {
        boolean any = false;
        for (String secret : secrets) {
            byte[] expected = HexFormat.of().formatHex(mac(secret, body)).getBytes(US_ASCII);
            for (String signature : signatures) {
                any |= MessageDigest.isEqual(expected, signature.getBytes(US_ASCII));
            }
        }
        return any;
    }

    private byte[] mac(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(US_ASCII));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no HmacSHA256", e);
        }
    }
}
