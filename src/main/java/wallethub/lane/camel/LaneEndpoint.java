package wallethub.lane.camel;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/**
 * One lane by name.
 *
 * <p>{@code batch=N}: up to N deliveries of different keys reach the route as one message, its body the list of their
 * bodies, where their mapping names an operation for many; each is settled by its own answer. What such a call is refused
 * for says nothing of one of them: then each goes alone. One that has no company, or whose mapping names none, goes alone.
 */
class LaneEndpoint extends DefaultEndpoint {

    private final LaneComponent component;
    private final String lane;
    private final int batch;

    LaneEndpoint(String uri, LaneComponent component, String lane, int batch) {
        super(uri, component);
        this.component = component;
        this.lane = lane;
        this.batch = batch;
    }

    @Override
    public Producer createProducer() {
        return new LaneProducer(this, component.door(), component.settings());
    }

    @Override
    public Consumer createConsumer(Processor route) throws Exception {
        LaneConsumer consumer = new LaneConsumer(this, component, route);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public boolean isSingleton() {
        return true;
    }

    String lane() {
        return lane;
    }

    int batch() {
        return batch;
    }
}
