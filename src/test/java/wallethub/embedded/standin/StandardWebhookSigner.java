package wallethub.embedded.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Standard Webhooks: HMAC-SHA256 over {@code id.timestamp.body}, base64, one {@code v1,...} per live secret; a secret is
 * {@code whsec_} and base64 of its bytes.
 */
final class StandardWebhookSigner implements CallbackSender.Signer {

    private static final Duration FAR = Duration.ofHours(1);
    private static final String STRANGER = "whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldCBvZiAzMiBi";

    private volatile List<String> secrets = List.of(STRANGER);

    void secrets(List<String> live) {
        secrets = List.copyOf(live);
    }

    @Override
    public Map<String, String> headers(String messageId, byte[] body, Instant at, Signing how) {
        return switch (how) {
            case GOOD -> signed(messageId, at, body, secrets);
            case OLD -> signed(messageId, at.minus(FAR), body, secrets);
            case FUTURE -> signed(messageId, at.plus(FAR), body, secrets);
            case BAD -> signed(messageId, at, body, List.of(STRANGER));
            case GARBLED ->
                Map.of("webhook-id", messageId, "webhook-timestamp", "yesterday", "webhook-signature", "v1");
            case MISSING -> Map.of();
        };
    }

    private static Map<String, String> signed(String id, Instant at, byte[] body, List<String> secrets) {
        String signatures = secrets.stream()
                .map(secret -> "v1," + hmac(secret, id + "." + at.getEpochSecond() + ".", body))
                .collect(Collectors.joining(" "));
        return Map.of(
                "webhook-id", id,
                "webhook-timestamp", Long.toString(at.getEpochSecond()),
                "webhook-signature", signatures);
    }

    private static String hmac(String secret, String prefix, byte[] body) {
        try {
            byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(prefix.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
