package wallethub.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signed callbacks of Stripe, each telling that one seeded recharge was paid. */
final class Callbacks implements Load.Requests {

    private static final ThreadLocal<Mac> MACS = new ThreadLocal<>();

    private final URI target;
    private final String secret;
    private final String run;

    /** @param run makes the event and payment ids of this run its own */
    Callbacks(URI target, String secret, String run) {
        this.target = target;
        this.secret = secret;
        this.run = run;
    }

    static String event(String run, long number, long seconds) {
        String id = run + "_" + number;
        return "{\"id\":\"evt_" + id + "\",\"object\":\"event\",\"api_version\":\"2024-06-20\",\"created\":" + seconds
                + ",\"livemode\":false,\"pending_webhooks\":1,\"request\":{\"id\":\"req_" + id
                + "\",\"idempotency_key\":null},\"type\":\"payment_intent.succeeded\",\"data\":{\"object\":{\"id\":\"pi_"
                + id
                + "\",\"object\":\"payment_intent\",\"amount\":" + SeededRows.AMOUNT_MINOR
                + ",\"amount_capturable\":0,\"amount_received\":" + SeededRows.AMOUNT_MINOR
                + ",\"currency\":\"kwd\",\"last_payment_error\":null,\"latest_charge\":\"ch_" + id
                + "\",\"livemode\":false,\"metadata\":{\"reference\":\"" + SeededRows.reference(number)
                + "\"},\"payment_method_types\":[\"card\"],\"status\":\"succeeded\"}}}";
    }

    /** The gateway's id of the payment that the callback with that number tells of. */
    String payment(long number) {
        return "pi_" + run + "_" + number;
    }

    @Override
    public byte[] request(long number) {
        long seconds = System.currentTimeMillis() / 1000;
        byte[] body = event(run, number, seconds).getBytes(UTF_8);
        byte[] head = ("POST " + target.getPath() + " HTTP/1.1\r\nHost: " + target.getAuthority()
                        + "\r\nContent-Type: application/json\r\nStripe-Signature: " + signature(seconds, body)
                        + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(UTF_8);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    /** The same for a client that builds its requests itself. */
    HttpRequest http(long number, Duration timeout) {
        long seconds = System.currentTimeMillis() / 1000;
        byte[] body = event(run, number, seconds).getBytes(UTF_8);
        return HttpRequest.newBuilder(target)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("Stripe-Signature", signature(seconds, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private String signature(long seconds, byte[] body) {
        Mac mac = mac();
        mac.update((seconds + ".").getBytes(UTF_8));
        return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    }

    private Mac mac() {
        Mac mac = MACS.get();
        if (mac == null) {
            try {
                mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
            MACS.set(mac);
        }
        return mac;
    }
}
