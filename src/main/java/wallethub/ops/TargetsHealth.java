package wallethub.ops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import wallethub.ops.TargetStore.TargetState;

/** The foreign systems behind the lanes: one that is down degrades the hub, which goes on without it. */
@Component("targetsHealthIndicator")
class TargetsHealth implements HealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED");

    private final TargetStore targets;

    TargetsHealth(TargetStore targets) {
        this.targets = targets;
    }

    @Override
    public Health health() {
        List<TargetState> states;
        try {
            states = targets.states();
        } catch (DataAccessException e) {
            return Health.unknown()
                    .withDetail("reason", "the targets could not be read")
                    .build();
        }
        boolean open = states.stream().allMatch(target -> target.state().equals("open"));
        Map<String, Object> details = new LinkedHashMap<>();
        states.forEach(target -> details.put(target.lane(), described(target)));
        return Health.status(open ? Status.UP : DEGRADED).withDetails(details).build();
    }

    private static String described(TargetState target) {
        return target.reason() == null ? target.state() : target.state() + ": " + target.reason();
    }
}
