package wallethub.customer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The signature of the CRM's feed, as Standard Webhooks has it: HMAC-SHA256 over id, time and the raw bytes, under any
 * of the live secrets, sent within the tolerance before or after now.
 */
@Component
public class CrmSignature {

    // No dot: it parts the signed id from the signed time.
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_:-]{1,128}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");
    private static final Pattern SIGNATURE = Pattern.compile("v1,([A-Za-z0-9+/]{43}=)");
    private static final int SIGNATURES_MAX = 10;

    private final String endpointId;
    private final List<WebhookSecret> secrets;
    private final Duration tolerance;
    private final Clock clock;

    public CrmSignature(CrmSettings settings, Clock clock) {
        endpointId = settings.endpointId();
        secrets = settings.secrets().stream().map(WebhookSecret::parse).toList();
        tolerance = settings.tolerance();
        this.clock = clock;
    }

    /** Whether the callback's path is that of a feed of ours. */
    public boolean knows(@Nullable String endpoint) {
        return endpoint != null && MessageDigest.isEqual(endpoint.getBytes(US_ASCII), endpointId.getBytes(US_ASCII));
    }

    /** Whether the headers {@code webhook-id}, {@code webhook-timestamp}, {@code webhook-signature} prove the body. */
    public boolean proves(@Nullable String id, @Nullable String timestamp, @Nullable String signatures, byte[] body) {
        if (id == null || timestamp == null || signatures == null) {
            return false;
        }
        if (!ID.matcher(id).matches() || !SECONDS.matcher(timestamp).matches() || !isTimely(timestamp)) {
            return false;
        }
        byte[] head = (id + "." + timestamp + ".").getBytes(US_ASCII);
        List<byte[]> expected =
                secrets.stream().map(secret -> secret.sign(head, body)).toList();
        return given(signatures).stream()
                .anyMatch(given -> expected.stream().anyMatch(one -> MessageDigest.isEqual(one, given)));
    }

    private boolean isTimely(String timestamp) {
        Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant());
        return off.abs().compareTo(tolerance) <= 0;
    }

    // Others than v1 are skipped, as the standard says.
    private static List<byte[]> given(String signatures) {
        return Pattern.compile(" ")
                .splitAsStream(signatures)
                .limit(SIGNATURES_MAX)
                .map(SIGNATURE::matcher)
                .filter(Matcher::matches)
                .map(signature -> Base64.getDecoder().decode(signature.group(1)))
                .toList();
    }
}
