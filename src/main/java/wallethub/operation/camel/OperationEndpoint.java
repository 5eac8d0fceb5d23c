package wallethub.operation.camel;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import wallethub.operation.Operations;

/** One operation as an endpoint of routes. */
class OperationEndpoint extends DefaultEndpoint {

    private final String name;
    private final Operations operations;
    private final MeterRegistry meters;

    OperationEndpoint(
            String uri, OperationComponent component, String name, Operations operations, MeterRegistry meters) {
        super(uri, component);
        this.name = name;
        this.operations = operations;
        this.meters = meters;
    }

    @Override
    public Producer createProducer() {
        return new OperationProducer(this, name, operations, meters);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("operation:" + name + " cannot start a route");
    }
}
