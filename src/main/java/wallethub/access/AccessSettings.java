package wallethub.access;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who is let in.
 *
 * @param trialSecret lets whoever knows it act as any customer, for trials without a customer login; unset in production
 */
@ConfigurationProperties("hub.access")
record AccessSettings(@Nullable String trialSecret) {

    private static final int SHORTEST_SECRET = 24;

    AccessSettings {
        if (trialSecret != null && trialSecret.isBlank()) {
            trialSecret = null;
        }
        if (trialSecret != null && trialSecret.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException(
                    "HUB_ACCESS_TRIALSECRET (hub.access.trial-secret) is too weak: it has at least " + SHORTEST_SECRET
                            + " characters");
        }
    }
}
