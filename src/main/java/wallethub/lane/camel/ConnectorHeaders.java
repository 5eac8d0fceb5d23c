package wallethub.lane.camel;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.springframework.stereotype.Component;

/** Which headers of a delivery reach a foreign system, and which of its answer come back: those on the lists, no others. */
@Component("connectorHeaders")
class ConnectorHeaders implements HeaderFilterStrategy {

    private static final Set<String> OUT =
            Set.of("accept", "authorization", "content-type", "idempotency-key", "traceparent");
    private static final Set<String> BACK = Set.of("content-type", "retry-after");

    /** True drops it. */
    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !OUT.contains(name.toLowerCase(Locale.ROOT));
    }

    /** True drops it. */
    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !BACK.contains(name.toLowerCase(Locale.ROOT));
    }
}
