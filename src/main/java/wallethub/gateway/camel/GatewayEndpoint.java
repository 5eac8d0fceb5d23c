package wallethub.gateway.camel;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import wallethub.gateway.FailedVerifications;
import wallethub.gateway.GatewayAccounts;
import wallethub.gateway.GatewayPort;

/** One action of one gateway as an endpoint of routes. */
class GatewayEndpoint extends DefaultEndpoint {

    private final GatewayPort gateway;
    private final String action;
    private final GatewayAccounts accounts;
    private final FailedVerifications failures;
    private final MeterRegistry meters;

    GatewayEndpoint(
            String uri,
            GatewayComponent component,
            GatewayPort gateway,
            String action,
            GatewayAccounts accounts,
            FailedVerifications failures,
            MeterRegistry meters) {
        super(uri, component);
        this.gateway = gateway;
        this.action = action;
        this.accounts = accounts;
        this.failures = failures;
        this.meters = meters;
    }

    @Override
    public Producer createProducer() {
        return switch (action) {
            case "verify" -> new VerifyProducer(this, gateway, failures, meters);
            case "confirm" -> new ConfirmProducer(this, gateway, accounts, meters);
            default -> throw new IllegalArgumentException("gateway:" + gateway.name() + " cannot " + action);
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException(getEndpointUri() + " cannot start a route");
    }
}
