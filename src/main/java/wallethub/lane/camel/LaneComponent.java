package wallethub.lane.camel;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import wallethub.lane.Door;
import wallethub.lane.LaneSettings;
import wallethub.lane.Lanes;

/**
 * The component {@code lane:NAME}, a durable queue with an order per key.
 *
 * <p>As producer it stores the message: in the transaction that is running, or without one through the group committer,
 * and then it is durable when the step ends. Stored once per idempotency key, however often it comes.
 *
 * <p>As consumer it hands out deliveries, at least once each, in commit order per key, and keys in parallel; the route runs
 * outside any transaction. A delivery in flight when the process dies comes again when its lease has run out, so what the
 * route does must be idempotent by {@code HubIdempotencyKey}. A suspended or stopped consumer claims nothing more, ends
 * what is in flight and gives its leases back; nothing is lost.
 */
@Component("lane")
class LaneComponent extends DefaultComponent {

    private final Door door;
    private final Lanes lanes;
    private final LaneSettings settings;
    private final Environment environment;

    LaneComponent(Door door, Lanes lanes, LaneSettings settings, Environment environment) {
        this.door = door;
        this.lanes = lanes;
        this.settings = settings;
        this.environment = environment;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String lane, Map<String, Object> parameters) {
        int batch = getAndRemoveParameter(parameters, "batch", Integer.class, 1);
        if (!lane.matches("[a-z][a-z0-9-]{0,39}") || batch < 1 || batch > 1000) {
            throw new IllegalArgumentException("a lane is lane:name or lane:name?batch=1..1000, not " + uri);
        }
        return new LaneEndpoint(uri, this, lane, batch);
    }

    Door door() {
        return door;
    }

    Lanes lanes() {
        return lanes;
    }

    LaneSettings settings() {
        return settings;
    }

    Environment environment() {
        return environment;
    }
}
