package wallethub.ops.camel;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import wallethub.lane.HubHeaders;
import wallethub.lane.LaneFullException;
import wallethub.operation.HttpCall;
import wallethub.operation.HttpReply;
import wallethub.problem.ErrorCode;
import wallethub.problem.Problem;
import wallethub.problem.ProblemException;

/**
 * The start of an HTTP route: hands it the request as the edge admitted it, and makes a reply of what comes back. Its failures
 * are problems.
 *
 * <p>Suspended before it is stopped: it takes nothing more then, and the route finishes what it has in hand.
 */
class HttpRoute extends DefaultConsumer implements PlatformHttpConsumer, Suspendable {

    private static final Logger log = LoggerFactory.getLogger(HttpRoute.class);

    /** What of a message becomes a header of the response. */
    private static final Set<String> RESPONSE = Set.of(
            "allow",
            "content-type",
            "content-disposition",
            "content-language",
            "deprecation",
            "etag",
            "idempotency-replayed",
            "last-modified",
            "link",
            "location",
            "retry-after",
            "sunset",
            "vary",
            "www-authenticate");

    private static final List<Class<? extends Exception>> PASSING = List.of(
            LaneFullException.class,
            DirectConsumerNotAvailableException.class,
            DataAccessResourceFailureException.class,
            TransientDataAccessException.class,
            CannotCreateTransactionException.class);

    HttpRoute(PlatformHttpEndpoint endpoint, Processor route) {
        super(endpoint, route);
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
        return (PlatformHttpEndpoint) super.getEndpoint();
    }

    /** @param variables of the path, decoded, by name */
    HttpReply call(HttpCall call, Map<String, String> variables) {
        if (!isStarted()) {
            return problem(Problem.of(ErrorCode.OVERLOADED, "this path is changing"), call);
        }
        Exchange exchange = createExchange(false);
        try {
            exchange.setPattern(ExchangePattern.InOut);
            exchange.setProperty(HttpCall.KEY, call);
            exchange.setProperty(HubHeaders.CLIENT_ADDRESS, call.caller().address());
            fill(exchange.getMessage(), call);
            variables.forEach(exchange.getMessage()::setHeader);
            Exception failure = run(exchange);
            return failure == null ? reply(exchange.getMessage(), call) : problem(failed(exchange, failure), call);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private static void fill(Message message, HttpCall call) {
        call.headers().forEach((name, values) -> message.setHeader(name, oneOrAll(values)));
        call.query().forEach((name, values) -> message.setHeader(name, oneOrAll(values)));
        message.setHeader(Exchange.HTTP_METHOD, call.method());
        message.setHeader(Exchange.HTTP_PATH, call.path());
        message.setHeader(HubHeaders.CORRELATION_ID, call.correlationId());
        message.setHeader(HubHeaders.TRACEPARENT, call.traceparent());
        message.setBody(call.body());
    }

    private static Object oneOrAll(List<String> values) {
        return values.size() == 1 ? values.getFirst() : values;
    }

    private @Nullable Exception run(Exchange exchange) {
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        return exchange.getException();
    }

    @SuppressWarnings("ReferenceEquality") // the very object that came in, not one like it
    private static HttpReply reply(Message message, HttpCall call) {
        // A route that answers nothing answers nothing: never the request itself.
        boolean silent = message.getBody() == null || message.getBody() == call.body();
        byte[] body = silent ? null : bytes(message);
        Map<String, String> headers = new HashMap<>();
        message.getHeaders().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (value != null && RESPONSE.contains(lower) && (body != null || !lower.equals("content-type"))) {
                headers.put(name, value.toString());
            }
        });
        return new HttpReply(message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class), headers, body);
    }

    private static byte[] bytes(Message message) {
        try {
            return message.getMandatoryBody(byte[].class);
        } catch (InvalidPayloadException e) {
            throw new IllegalStateException("a route's answer has no bytes", e);
        }
    }

    private static HttpReply problem(Problem problem, HttpCall call) {
        return HttpReply.problem(problem, call.language(), call.path(), call.traceId());
    }

    private static Problem failed(Exchange exchange, Exception failure) {
        ProblemException refusal = exchange.getException(ProblemException.class);
        if (refusal != null) {
            log.atInfo()
                    .addKeyValue("route", exchange.getFromRouteId())
                    .addKeyValue("code", refusal.code())
                    .log("request refused");
            return refusal.problem();
        }
        log.atError()
                .addKeyValue("route", exchange.getFromRouteId())
                .setCause(failure)
                .log("a route failed");
        return PASSING.stream().anyMatch(type -> exchange.getException(type) != null)
                ? Problem.of(ErrorCode.OVERLOADED, "please come again")
                : Problem.of(ErrorCode.INTERNAL, "the failure is on our side and was recorded");
    }
}
