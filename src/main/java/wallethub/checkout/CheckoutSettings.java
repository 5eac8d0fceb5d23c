package wallethub.checkout;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long orders and holds live when the store does not say, and how much one run of a schedule does.
 *
 * @param orderLifetime how long an order can be paid
 * @param orderLongest the longest that a store may ask for
 * @param holdLifetime how long a wallet keeps money for a store
 * @param holdLongest the longest that a store may ask for
 * @param batch how many orders, holds or refunds one run settles
 */
@ConfigurationProperties("hub.checkout")
record CheckoutSettings(
        @DefaultValue("1h") Duration orderLifetime,
        @DefaultValue("7d") Duration orderLongest,
        @DefaultValue("24h") Duration holdLifetime,
        @DefaultValue("30d") Duration holdLongest,
        @DefaultValue("500") int batch) {

    static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration YEAR = Duration.ofDays(365);

    CheckoutSettings {
        check("order", orderLifetime, orderLongest);
        check("hold", holdLifetime, holdLongest);
        if (batch < 1 || batch > 500) {
            throw new IllegalArgumentException("hub.checkout.batch is 1 to 500");
        }
    }

    private static void check(String what, Duration usual, Duration longest) {
        if (usual.compareTo(SHORTEST) < 0 || longest.compareTo(usual) < 0 || longest.compareTo(YEAR) > 0) {
            throw new IllegalArgumentException("hub.checkout: " + what + "-lifetime is a minute at least, " + what
                    + "-longest is not shorter than it and a year at most");
        }
    }
}
