package wallethub.ops;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a stop begins.
 *
 * @param time how long requests are still served after readiness went down; behind a load balancer at least two of its
 *     looks at {@code /health/ready}, at most 30s
 */
@ConfigurationProperties("hub.drain")
record DrainSettings(@DefaultValue("0s") Duration time) {

    private static final Duration MOST = Duration.ofSeconds(30);

    DrainSettings {
        if (time.isNegative() || time.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("hub.drain.time is from 0s to " + MOST);
        }
    }
}
