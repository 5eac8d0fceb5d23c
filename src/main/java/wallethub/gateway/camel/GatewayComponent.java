package wallethub.gateway.camel;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.springframework.stereotype.Component;
import wallethub.gateway.FailedVerifications;
import wallethub.gateway.GatewayAccounts;
import wallethub.gateway.Gateways;

/**
 * {@code gateway:NAME/ACTION} speaks with one payment gateway, as a producer only.
 *
 * <p>{@code verify}: the raw bytes of a callback become the headers that the door needs, or a 401, 404, 413 or 429 that ends
 * the route; nothing is stored here. {@code confirm}: a canonical payment event becomes the one that the status API stands
 * for; without an answer it goes on as it was, and the operation after it asks for another attempt. Both may be run any
 * number of times.
 */
@Component("gateway")
class GatewayComponent extends DefaultComponent {

    private final Gateways gateways;
    private final GatewayAccounts accounts;
    private final FailedVerifications failures;
    private final MeterRegistry meters;

    GatewayComponent(Gateways gateways, GatewayAccounts accounts, FailedVerifications failures, MeterRegistry meters) {
        this.gateways = gateways;
        this.accounts = accounts;
        this.failures = failures;
        this.meters = meters;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        int slash = remaining.indexOf('/');
        String name = slash < 0 ? remaining : remaining.substring(0, slash);
        String action = slash < 0 ? "" : remaining.substring(slash + 1);
        return new GatewayEndpoint(uri, this, gateways.named(name), action, accounts, failures, meters);
    }
}
