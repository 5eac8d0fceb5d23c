package wallethub.lane.camel;

import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import wallethub.lane.Dispatcher;

/**
 * Hands the deliveries of a lane to its route: at least once each, in commit order per key, keys in parallel, outside any
 * transaction. The outcome is what the route's mapping makes of the answer or the exception, unless a step says it by the
 * header {@code HubOutcome}.
 */
class LaneConsumer extends DefaultConsumer {

    private final LaneEndpoint endpoint;
    private final LaneComponent component;
    private @Nullable Dispatcher dispatcher;

    LaneConsumer(LaneEndpoint endpoint, LaneComponent component, Processor route) {
        super(endpoint, route);
        this.endpoint = endpoint;
        this.component = component;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        RouteRunner runner = new RouteRunner(this, component.environment());
        Dispatcher started = component.lanes().open(endpoint.lane(), runner, endpoint.batch());
        started.start();
        dispatcher = started;
    }

    @Override
    protected void doStop() throws Exception {
        end();
        if (dispatcher != null) {
            component.lanes().closed(dispatcher);
        }
        super.doStop();
    }

    @Override
    protected void doSuspend() throws Exception {
        end();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        Dispatcher suspended = dispatcher;
        if (suspended != null) {
            suspended.start();
        }
    }

    private void end() {
        Dispatcher running = dispatcher;
        if (running != null) {
            running.stop();
        }
    }
}
