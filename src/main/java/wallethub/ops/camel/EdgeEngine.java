package wallethub.ops.camel;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Serves {@code platform-http:} and contract-first routes by the edge itself: on the thread of the request, which is a virtual
 * one, and without another dispatcher between the edge and the route. How many run at once is bounded at the edge.
 */
@Component("platform-http-engine")
class EdgeEngine implements PlatformHttpEngine {

    private final int port;

    EdgeEngine(@Value("${server.port:8080}") int port) {
        this.port = port;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new HttpRoute(endpoint, processor);
    }

    @Override
    public int getServerPort() {
        return port;
    }
}
