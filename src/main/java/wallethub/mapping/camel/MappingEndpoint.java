package wallethub.mapping.camel;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import wallethub.mapping.Mappings;

/** One mapping, or the one of the delivery in hand, as an endpoint of routes. */
class MappingEndpoint extends DefaultEndpoint {

    private final String name;
    private final Mappings mappings;
    private final MeterRegistry meters;

    MappingEndpoint(String uri, MappingComponent component, String name, Mappings mappings, MeterRegistry meters) {
        super(uri, component);
        this.name = name;
        this.mappings = mappings;
        this.meters = meters;
    }

    @Override
    public Producer createProducer() {
        return new MappingProducer(this, name, mappings, meters);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("mapping:" + name + " cannot start a route");
    }
}
