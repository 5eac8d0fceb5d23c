package wallethub.ops.camel;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether routes are in force, and why the latest files are not. Files that are broken leave the old routes serving. */
@Component("routesHealthIndicator")
class RoutesHealth implements HealthIndicator {

    private final RouteLoader loader;
    private final RouteStates states;

    RoutesHealth(RouteLoader loader, RouteStates states) {
        this.loader = loader;
        this.states = states;
    }

    @Override
    public Health health() {
        RouteState state = loader.state();
        Health.Builder health = state.loadedAt() == null ? Health.down() : Health.up();
        health.withDetail("count", state.count()).withDetail("routes", states.byId());
        if (state.loadedAt() != null) {
            health.withDetail("loadedAt", state.loadedAt().toString());
        }
        if (state.lastError() != null) {
            health.withDetail("lastError", state.lastError());
        }
        return health.build();
    }
}
