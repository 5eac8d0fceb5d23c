package wallethub.operation.camel;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;
import wallethub.access.Caller;
import wallethub.lane.HubHeaders;
import wallethub.mapping.Outcome;
import wallethub.operation.Answer;
import wallethub.operation.HttpCall;
import wallethub.operation.HttpReply;
import wallethub.operation.Operations;

/** Runs the operation for whoever sent the exchange: an HTTP request, or the route of a lane or schedule. */
class OperationProducer extends DefaultProducer {

    private final String name;
    private final Operations operations;
    private final MeterRegistry meters;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    OperationProducer(OperationEndpoint endpoint, String name, Operations operations, MeterRegistry meters) {
        super(endpoint);
        this.name = name;
        this.operations = operations;
        this.meters = meters;
    }

    @Override
    public void process(Exchange exchange) {
        Timer.Sample sample = Timer.start(meters);
        String result = "failed";
        try {
            HttpCall call = exchange.getProperty(HttpCall.KEY, HttpCall.class);
            result = call == null ? forLane(exchange) : forHttp(exchange.getMessage(), call);
        } finally {
            sample.stop(timers.computeIfAbsent(
                    result, known -> meters.timer("hub.operation", "operation", name, "result", known)));
        }
    }

    private String forHttp(Message message, HttpCall call) {
        HttpReply reply = operations.call(name, call);
        // Nothing of the request goes back by accident.
        message.removeHeaders("*");
        reply.headers().forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, reply.status());
        message.setBody(reply.body());
        return String.valueOf(reply.status());
    }

    private String forLane(Exchange exchange) {
        Message message = exchange.getMessage();
        Answer answer = operations.run(name, Caller.system(exchange.getFromRouteId()), message.getBody(byte[].class));
        Outcome outcome = switch (answer) {
            case Answer.Document document -> settled(message, Outcome.SUCCESS, "OK", null);
            case Answer.Refusal refusal ->
                settled(
                        message,
                        refusal.code().retryable() ? Outcome.RETRY : Outcome.FATAL,
                        refusal.code().name(),
                        refusal.detail());
            case Answer.Settled settled -> {
                if (settled.retryAfter() != null) {
                    message.setHeader(HubHeaders.RETRY_AFTER, settled.retryAfter());
                }
                yield settled(message, settled.outcome(), settled.code(), settled.message());
            }
        };
        return outcome.name();
    }

    private static Outcome settled(Message message, Outcome outcome, String code, @Nullable String text) {
        message.setHeader(HubHeaders.OUTCOME, outcome.name());
        message.setHeader(HubHeaders.OUTCOME_CODE, code);
        message.setHeader(HubHeaders.OUTCOME_MESSAGE, text);
        return outcome;
    }
}
