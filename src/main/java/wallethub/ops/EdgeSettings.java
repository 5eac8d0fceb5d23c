package wallethub.ops;

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
 */
@ConfigurationProperties("hub.edge")
record EdgeSettings(
        @DefaultValue("65536") int apiBody,
        @DefaultValue("262144") int callbackBody,
        @DefaultValue("256") int concurrency,
        @DefaultValue List<String> headers,
        @DefaultValue List<String> queryParameters) {

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
        headers.forEach(EdgeSettings::refuseSteering);
        queryParameters.forEach(EdgeSettings::refuseSteering);
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
