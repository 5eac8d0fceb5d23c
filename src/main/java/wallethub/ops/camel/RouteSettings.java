package wallethub.ops.camel;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the routes are, and how often they are looked at.
 *
 * @param poll a changed file is read once it looks the same twice, so that a half-written one is not
 */
@ConfigurationProperties("hub.routes")
record RouteSettings(
        @DefaultValue("routes") Path dir,
        @DefaultValue("250ms") Duration poll) {

    RouteSettings {
        if (poll.compareTo(Duration.ofMillis(50)) < 0 || poll.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("hub.routes.poll is from 50ms to 1m");
        }
    }
}
