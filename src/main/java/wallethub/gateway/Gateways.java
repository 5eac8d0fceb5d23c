package wallethub.gateway;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The gateways that this hub speaks with, by name. */
@Component
public class Gateways {

    private final Map<String, GatewayPort> ports;

    Gateways(List<GatewayPort> ports) {
        this.ports = ports.stream().collect(Collectors.toUnmodifiableMap(GatewayPort::name, Function.identity()));
    }

    /** @throws IllegalArgumentException for a name that no gateway has */
    public GatewayPort named(String name) {
        GatewayPort port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException("there is no gateway " + name);
        }
        return port;
    }
}
