package wallethub.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.GeneralSecurityException;
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
        return """
                {"id":"evt_%1$s_%2$d","object":"event","api_version":"2024-06-20","created":%3$d,"livemode":false,\
                "pending_webhooks":1,"request":{"id":"req_%1$s_%2$d","idempotency_key":null},\
                "type":"payment_intent.succeeded","data":{"object":{"id":"pi_%1$s_%2$d","object":"payment_intent",\
                "amount":%4$d,"amount_capturable":0,"amount_received":%4$d,"currency":"kwd","last_payment_error":null,\
                "latest_charge":"ch_%1$s_%2$d","livemode":false,"metadata":{"reference":"%5$s"},"payment_method_types":["card"],\
                "status":"succeeded"}}}""".formatted(run, number, seconds, SeededRows.AMOUNT_MINOR, SeededRows.reference(number));
    }

    @Override
    public byte[] request(long number) {
        long seconds = System.currentTimeMillis() / 1000;
        byte[] body = event(run, number, seconds).getBytes(UTF_8);
        Mac mac = mac();
        mac.update((seconds + ".").getBytes(UTF_8));
        String signature = HexFormat.of().formatHex(mac.doFinal(body));
        byte[] head = ("POST " + target.getPath() + " HTTP/1.1\r\nHost: " + target.getAuthority()
                        + "\r\nContent-Type: application/json\r\nStripe-Signature: t=" + seconds + ",v1=" + signature
                        + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(UTF_8);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
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
