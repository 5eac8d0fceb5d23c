package wallethub.ops.camel;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;
import org.apache.camel.support.processor.DelegateProcessor;
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

/** Stands around every HTTP route: hands it the request as the edge admitted it, and answers its failures as problems. */
class HttpEdge extends DelegateProcessor {

    private static final Logger log = LoggerFactory.getLogger(HttpEdge.class);

    HttpEdge(Processor route) {
        super(route);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the very object that came in, not one like it
    public void process(Exchange exchange) {
        HttpCall call = call(exchange);
        exchange.setProperty(HttpCall.KEY, call);
        Message message = exchange.getMessage();
        message.setHeader(HubHeaders.CORRELATION_ID, call.correlationId());
        message.setHeader("traceparent", call.traceparent());
        Object received = message.getBody();
        Problem problem = isStarted() ? routed(exchange) : Problem.of(ErrorCode.OVERLOADED, "this path is changing");
        if (problem != null) {
            answer(exchange, HttpReply.problem(problem, call.language(), call.path(), call.traceId()));
        } else if (exchange.getMessage().getBody() == received) {
            // A route that answers nothing answers nothing: never the request itself.
            exchange.getMessage().setBody(null);
        }
    }

    private static HttpCall call(Exchange exchange) {
        HttpServletRequest request = ((PlatformHttpMessage) exchange.getIn()).getRequest();
        if (request.getAttribute(HttpCall.KEY) instanceof HttpCall call) {
            return call;
        }
        throw new IllegalStateException("a request came past the edge: " + request.getRequestURI());
    }

    private @Nullable Problem routed(Exchange exchange) {
        try {
            super.process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        Exception failure = exchange.getException();
        return failure == null ? null : problem(exchange, failure);
    }

    private static Problem problem(Exchange exchange, Exception failure) {
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
        boolean later = List.of(
                        LaneFullException.class,
                        DirectConsumerNotAvailableException.class,
                        DataAccessResourceFailureException.class,
                        TransientDataAccessException.class,
                        CannotCreateTransactionException.class)
                .stream()
                .anyMatch(type -> exchange.getException(type) != null);
        return later
                ? Problem.of(ErrorCode.OVERLOADED, "please come again")
                : Problem.of(ErrorCode.INTERNAL, "the failure is on our side and was recorded");
    }

    private static void answer(Exchange exchange, HttpReply reply) {
        exchange.setException(null);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        reply.headers().forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, reply.status());
        message.setBody(reply.body());
    }
}
