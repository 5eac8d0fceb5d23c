package wallethub.ops;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One {@code name=value} of a query string, decoded. */
record QueryPair(String name, String value) {

    /** Empty for what cannot be decoded: it is dropped like everything else that nobody asked for. */
    static Optional<QueryPair> read(String pair) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        try {
            return Optional.of(new QueryPair(
                    URLDecoder.decode(name, StandardCharsets.UTF_8), URLDecoder.decode(value, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
