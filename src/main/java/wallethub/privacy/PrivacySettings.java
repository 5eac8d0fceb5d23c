package wallethub.privacy;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long personal data is kept that no other schedule ends: documents of lanes have {@code hub.lane.retention}, answers to
 * requests {@code hub.operation.key-retention}, dead letters what their mapping says.
 */
@ConfigurationProperties("hub.privacy")
record PrivacySettings(@DefaultValue Retention retention) {

    /**
     * @param messages which messages a customer got, 1 to 180 days
     * @param addresses where a customer was sent to pay, after the recharge was made and when it is over, 1 to 90 days
     */
    record Retention(
            @DefaultValue("180d") Duration messages,
            @DefaultValue("30d") Duration addresses) {

        private static final Duration LEAST = Duration.ofDays(1);

        Retention {
            demand(messages, 180, "hub.privacy.retention.messages");
            demand(addresses, 90, "hub.privacy.retention.addresses");
        }

        private static void demand(Duration value, int days, String name) {
            if (value.compareTo(LEAST) < 0 || value.compareTo(Duration.ofDays(days)) > 0) {
                throw new IllegalArgumentException(name + " must be within 1 to " + days + " days");
            }
        }
    }
}
