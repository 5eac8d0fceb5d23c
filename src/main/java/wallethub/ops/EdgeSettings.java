package wallethub.ops;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits and allow-lists of the HTTP edge.
 *
 * @param apiBody the most bytes a request to {@code /api} may carry
 * @param callbackBody the most bytes any other request may carry
 * @param concurrency how many requests are worked on at once; more are told to come again
 * @param headers request headers that come through besides the built-in ones, such as a gateway's signature
 * @param queryParameters query parameters that come through besides those of the OpenAPI files
 * @param trustedProxies addresses and CIDR blocks of the proxies before the hub, whose forwarded header is believed
 * @param forwardedHeader the one header that they write
 */
@ConfigurationProperties("hub.edge")
record EdgeSettings(
        @DefaultValue("65536") int apiBody,
        @DefaultValue("262144") int callbackBody,
        @DefaultValue("256") int concurrency,
        @DefaultValue List<String> headers,
        @DefaultValue List<String> queryParameters,
        @DefaultValue List<String> trustedProxies,
        @DefaultValue("x-forwarded-for") ForwardedHeader forwardedHeader,
        @DefaultValue CorsOrigins cors,
        @DefaultValue Limits limits) {

    private static final int LARGEST_BODY = 1024 * 1024;
    private static final int MOST_CONCURRENT = 4096;

    EdgeSettings {
        if (apiBody < 1024 || apiBody > LARGEST_BODY || callbackBody < 1024 || callbackBody > LARGEST_BODY) {
            throw new IllegalArgumentException("hub.edge.api-body and callback-body are from 1024 to " + LARGEST_BODY);
        }
        if (concurrency < 1 || concurrency > MOST_CONCURRENT) {
            throw new IllegalArgumentException("hub.edge.concurrency is from 1 to " + MOST_CONCURRENT);
        }
        headers = lowerCase(headers);
        queryParameters = List.copyOf(queryParameters);
        trustedProxies = List.copyOf(trustedProxies);
        trustedProxies.forEach(EdgeSettings::parseProxy);
        headers.forEach(EdgeSettings::refuseSteering);
        queryParameters.forEach(EdgeSettings::refuseSteering);
    }

    /** Where a proxy writes whom it speaks for. */
    enum ForwardedHeader {
        X_FORWARDED_FOR("X-Forwarded-For"),
        FORWARDED("Forwarded");

        private final String wire;

        ForwardedHeader(String wire) {
            this.wire = wire;
        }

        String wire() {
            return wire;
        }
    }

    /**
     * Web pages of other origins.
     *
     * @param origins those that may call the API, exactly as browsers write them: {@code https://portal.example}
     * @param credentials whether they may send cookies and client certificates; bearer tokens need no such leave
     */
    record CorsOrigins(
            @DefaultValue List<String> origins,
            @DefaultValue("false") boolean credentials) {

        private static final int MOST = 100;

        CorsOrigins {
            origins = List.copyOf(origins);
            if (origins.size() > MOST) {
                throw new IllegalArgumentException("hub.edge.cors.origins has at most " + MOST);
            }
            origins.forEach(CorsOrigins::refuseInexact);
            if (credentials && origins.isEmpty()) {
                throw new IllegalArgumentException("hub.edge.cors.credentials needs hub.edge.cors.origins");
            }
        }

        private static void refuseInexact(String origin) {
            if (!isOrigin(origin)) {
                throw new IllegalArgumentException(
                        "hub.edge.cors.origins has an exact scheme, host and port, no wildcard and nothing after it: "
                                + origin);
            }
        }

        private static boolean isOrigin(String text) {
            try {
                URI uri = new URI(text);
                String port = uri.getPort() == -1 ? "" : ":" + uri.getPort();
                return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                        && uri.getHost() != null
                        && text.equals(uri.getScheme() + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port);
            } catch (URISyntaxException e) {
                return false;
            }
        }
    }

    /**
     * How many requests are let through in a minute.
     *
     * @param customer of one customer, by each instance
     * @param address from one client address, by each instance; callbacks are not counted
     * @param staff of one person on the staff, by each instance
     * @param money of one customer that move money, by all instances together
     */
    record Limits(
            @DefaultValue("60") int customer,
            @DefaultValue("300") int address,
            @DefaultValue("300") int staff,
            @DefaultValue("10") int money) {

        private static final int MOST = 10_000_000;
        private static final int MOST_MONEY = 1_000_000;

        Limits {
            within("customer", customer, MOST);
            within("address", address, MOST);
            within("staff", staff, MOST);
            within("money", money, MOST_MONEY);
        }

        private static void within(String name, int value, int most) {
            if (value < 1 || value > most) {
                throw new IllegalArgumentException("hub.edge.limits." + name + " is from 1 to " + most);
            }
        }
    }

    private static void parseProxy(String block) {
        try {
            AddressRange.parse(block);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("hub.edge.trusted-proxies: " + e.getMessage(), e);
        }
    }

    private static List<String> lowerCase(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    private static void refuseSteering(String name) {
        if (Ingress.steers(name)) {
            throw new IllegalArgumentException("hub.edge lets " + name + " through, which would steer routes");
        }
    }
}
