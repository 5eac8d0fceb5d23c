package wallethub.ops;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;
import wallethub.operation.Contracts;

/**
 * The one ingress rule: which headers and query parameters of a request anything behind the edge gets to see.
 *
 * <p>Whatever is not on the list is dropped, in any letter case. Names that steer components are never on it.
 */
@Component
public class Ingress {

    private static final Set<String> HEADERS = Set.of(
            "accept",
            "accept-language",
            "content-length",
            "content-type",
            "host",
            "idempotency-key",
            "if-match",
            "if-none-match",
            "stripe-signature",
            "webhook-id",
            "webhook-signature",
            "webhook-timestamp");

    private static final List<String> STEERING = List.of("camel", "hub", "kafka.", "org.apache.camel");

    private final Set<String> headers;
    private final Set<String> queryParameters;
    private final Contracts contracts;

    Ingress(EdgeSettings settings, Contracts contracts) {
        this.contracts = contracts;
        headers = new HashSet<>(HEADERS);
        headers.addAll(settings.headers());
        queryParameters = Set.copyOf(settings.queryParameters());
    }

    public boolean admitsHeader(String name) {
        return headers.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Names of query parameters are case-sensitive, as everywhere. */
    public boolean admitsQuery(String name) {
        return !steers(name)
                && (queryParameters.contains(name) || contracts.queryNames().contains(name));
    }

    static boolean steers(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return STEERING.stream().anyMatch(lower::startsWith);
    }
}
