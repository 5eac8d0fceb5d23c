package wallethub.ops.camel;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.springframework.stereotype.Component;
import wallethub.ops.Ingress;

/** The ingress rule once more on Camel's side, and its mirror image: what of a message becomes a response header. */
@Component
class EdgeHeaderFilter implements HeaderFilterStrategy {

    private static final Set<String> RESPONSE = Set.of(
            "allow",
            "content-type",
            "content-disposition",
            "content-language",
            "deprecation",
            "etag",
            "idempotency-replayed",
            "last-modified",
            "link",
            "location",
            "retry-after",
            "sunset",
            "vary",
            "www-authenticate");

    private final Ingress ingress;

    EdgeHeaderFilter(Ingress ingress) {
        this.ingress = ingress;
    }

    /** True drops it. */
    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !RESPONSE.contains(name.toLowerCase(Locale.ROOT));
    }

    /** True drops it; Camel asks for headers and query parameters alike. */
    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !ingress.admitsHeader(name) && !ingress.admitsQuery(name);
    }
}
