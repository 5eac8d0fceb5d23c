package wallethub.ops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;
import wallethub.database.DatabaseGlance;
import wallethub.ops.TargetStore.TargetState;

/** The foreign systems behind the lanes: one that is down degrades the hub, which goes on without it. */
@Component("targetsHealthIndicator")
class TargetsHealth implements HealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED");

    private final TargetStore targets;
    private final DatabaseGlance database;

    TargetsHealth(TargetStore targets, DatabaseGlance database) {
        this.targets = targets;
        this.database = database;
    }

    @Override
    public Health health() {
        Optional<List<TargetState>> answer = database.ask(targets::states);
        if (answer.isEmpty()) {
            return Health.unknown()
                    .withDetail("reason", "the targets could not be read")
                    .build();
        }
        List<TargetState> states = answer.get();
        boolean open = states.stream().allMatch(target -> target.state().equals("open"));
        Map<String, Object> details = new LinkedHashMap<>();
        states.forEach(target -> details.put(target.lane(), described(target)));
        return Health.status(open ? Status.UP : DEGRADED).withDetails(details).build();
    }

    private static String described(TargetState target) {
        return target.reason() == null ? target.state() : target.state() + ": " + target.reason();
    }
}
