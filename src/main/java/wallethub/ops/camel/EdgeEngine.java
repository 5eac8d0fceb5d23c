package wallethub.ops.camel;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Runs HTTP routes on the thread of the request, which is a virtual one: no hop to a pool with a queue without end, and
 * the log context stays. How many run at once is bounded at the edge.
 */
@Component("platform-http-engine")
class EdgeEngine implements PlatformHttpEngine {

    private final EdgeHeaderFilter headers;
    private final int port;

    EdgeEngine(EdgeHeaderFilter headers, @Value("${server.port:8080}") int port) {
        this.headers = headers;
        this.port = port;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        endpoint.setHeaderFilterStrategy(headers);
        return new SpringBootPlatformHttpConsumer(endpoint, new HttpEdge(processor), Runnable::run);
    }

    @Override
    public int getServerPort() {
        return port;
    }
}
