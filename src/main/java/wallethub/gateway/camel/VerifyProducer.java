package wallethub.gateway.camel;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wallethub.crash.CrashPoint;
import wallethub.gateway.Callback;
import wallethub.gateway.FailedVerifications;
import wallethub.gateway.GatewayPort;
import wallethub.gateway.VerifyOutcome;
import wallethub.lane.HubHeaders;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;

/**
 * Verifies a callback on its raw bytes, before anything is parsed or stored. A refusal says nothing of its reason; only
 * refusals are counted against their source.
 */
class VerifyProducer extends DefaultProducer {

    private static final Logger log = LoggerFactory.getLogger(VerifyProducer.class);
    private static final int BODY_MAX = 256 * 1024;

    private final GatewayPort gateway;
    private final FailedVerifications failures;
    private final MeterRegistry meters;

    VerifyProducer(GatewayEndpoint endpoint, GatewayPort gateway, FailedVerifications failures, MeterRegistry meters) {
        super(endpoint);
        this.gateway = gateway;
        this.failures = failures;
        this.meters = meters;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String source = exchange.getProperty(HubHeaders.CLIENT_ADDRESS, "unknown", String.class);
        byte[] body = body(message);
        String endpointId = message.getHeader("endpointId", "", String.class);
        switch (gateway.verify(new Callback(endpointId, body, headers(message)))) {
            case VerifyOutcome.Verified verified -> {
                count("verified");
                hand(message, verified, body);
            }
            case VerifyOutcome.UnknownEndpoint unknown -> {
                count("unknown-endpoint");
                throw refusal(source, ErrorCode.NOT_FOUND, "there is nothing here");
            }
            case VerifyOutcome.SignatureInvalid invalid -> {
                count("invalid");
                log.atWarn()
                        .addKeyValue("account", invalid.account().id())
                        .addKeyValue("reason", invalid.reason())
                        .log("callback refused");
                throw refusal(source, ErrorCode.SIGNATURE_INVALID, "the signature is not valid");
            }
        }
    }

    /** What the next step, the door, needs; the headers come back with the delivery. */
    private static void hand(Message message, VerifyOutcome.Verified verified, byte[] body) {
        message.setBody(body);
        message.setHeader(HubHeaders.GATEWAY, verified.account().gateway());
        message.setHeader(HubHeaders.GATEWAY_ACCOUNT, verified.account().id());
        message.setHeader(HubHeaders.KEY, verified.orderingKey());
        message.setHeader(HubHeaders.IDEMPOTENCY_KEY, verified.idempotencyKey());
        message.setHeader(HubHeaders.MAPPING, verified.mapping());
        CrashPoint.AFTER_VERIFY.reached();
    }

    private ProblemException refusal(String source, ErrorCode code, String detail) {
        return failures.exceededBy(source)
                ? new ProblemException(ErrorCode.RATE_LIMITED, "too many callbacks that could not be verified")
                : new ProblemException(code, detail);
    }

    private static byte[] body(Message message) {
        byte[] body = message.getBody(byte[].class);
        if (body != null && body.length > BODY_MAX) {
            throw new ProblemException(ErrorCode.PAYLOAD_TOO_LARGE, "a callback has at most 256 KiB");
        }
        return body == null ? new byte[0] : body;
    }

    /** Of a repeated header Camel makes a list; both forms are handed on as they are. */
    private static Map<String, List<String>> headers(Message message) {
        Map<String, List<String>> headers = new HashMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (value instanceof List<?> values) {
                headers.put(name, values.stream().map(String::valueOf).toList());
            } else if (value instanceof String text) {
                headers.put(name, List.of(text));
            }
        });
        return headers;
    }

    private void count(String result) {
        meters.counter("hub.gateway.verify", "gateway", gateway.name(), "result", result)
                .increment();
    }
}
