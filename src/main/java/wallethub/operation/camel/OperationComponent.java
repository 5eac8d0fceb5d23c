package wallethub.operation.camel;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.springframework.stereotype.Component;
import wallethub.operation.Handlers;
import wallethub.operation.Operations;

/**
 * {@code operation:NAME} runs one business operation: permission, idempotency key, JSON to record, transaction, outcome.
 *
 * <p>As a producer only. Over HTTP the answer is the response, exactly once in effect per idempotency key. In a lane the
 * answer is the outcome of the delivery, in the headers {@code HubOutcome...}; at least once, so the operation itself
 * must recognise what it has done already.
 */
@Component("operation")
class OperationComponent extends DefaultComponent {

    private final Handlers handlers;
    private final Operations operations;
    private final MeterRegistry meters;

    OperationComponent(Handlers handlers, Operations operations, MeterRegistry meters) {
        this.handlers = handlers;
        this.operations = operations;
        this.meters = meters;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        if (handlers.find(name).isEmpty()) {
            throw new IllegalArgumentException("no operation is named " + name);
        }
        return new OperationEndpoint(uri, this, name, operations, meters);
    }
}
