package wallethub.embedded.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code Stripe-Signature: t=...,v1=...}: HMAC-SHA256 over {@code t + "." + raw body}; one {@code v1} per live secret.
 */
final class StripeSigner implements CallbackSender.Signer {

    private static final String HEADER = "Stripe-Signature";
    private static final Duration FAR = Duration.ofHours(1);

    private volatile List<String> secrets = List.of("whsec_not_configured");

    /** During a rotation Stripe signs with both secrets. */
    void secrets(List<String> live) {
        secrets = List.copyOf(live);
    }

    @Override
    public Map<String, String> headers(String messageId, byte[] body, Instant at, Signing how) {
        return switch (how) {
            case GOOD -> Map.of(HEADER, signature(at, body, secrets));
            case OLD -> Map.of(HEADER, signature(at.minus(FAR), body, secrets));
            case FUTURE -> Map.of(HEADER, signature(at.plus(FAR), body, secrets));
            case BAD -> Map.of(HEADER, signature(at, body, List.of("whsec_of_somebody_else")));
            case GARBLED -> Map.of(HEADER, "t=abc,v1");
            case MISSING -> Map.of();
        };
    }

    static String signature(Instant at, byte[] body, List<String> secrets) {
        return secrets.stream()
                .map(secret -> "v1=" + hmac(secret, at.getEpochSecond(), body))
                .collect(Collectors.joining(",", "t=" + at.getEpochSecond() + ",", ""));
    }

    private static String hmac(String secret, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            mac.update((seconds + ".").getBytes(UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
