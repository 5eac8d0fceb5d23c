package wallethub.mapping.camel;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import wallethub.mapping.Mappings;

/**
 * {@code mapping:NAME} turns the body into the document that the mapping file says; {@code mapping} without a name takes the
 * mapping of the delivery in hand.
 *
 * <p>As a producer only. It keeps nothing and promises nothing of delivery; the same body gives the same bytes. An attempt
 * after one that did not end cleanly sends the bytes of that one, whatever the files say by now. A document that its mapping
 * refuses leaves as a {@code MappingException}, whose code the {@code classify} block may name.
 */
@Component("mapping")
class MappingComponent extends DefaultComponent {

    private final Mappings mappings;
    private final MeterRegistry meters;

    MappingComponent(Mappings mappings, MeterRegistry meters) {
        this.mappings = mappings;
        this.meters = meters;
    }

    @Override
    protected Endpoint createEndpoint(String uri, @Nullable String remaining, Map<String, Object> parameters) {
        String name = Objects.requireNonNullElse(remaining, "");
        if (!name.isEmpty() && mappings.active().find(name).isEmpty()) {
            throw new IllegalArgumentException("no mapping is named " + name);
        }
        return new MappingEndpoint(uri, this, name, mappings, meters);
    }
}
