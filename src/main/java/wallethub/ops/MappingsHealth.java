package wallethub.ops;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;
import wallethub.mapping.MappingSet;
import wallethub.mapping.Mappings;

/** The set of mappings in force, and what is wrong with files that are newer than it. */
@Component("mappingsHealthIndicator")
class MappingsHealth implements HealthIndicator {

    private final Mappings mappings;

    MappingsHealth(Mappings mappings) {
        this.mappings = mappings;
    }

    @Override
    public Health health() {
        MappingSet active = mappings.active();
        Health.Builder health = Health.up()
                .withDetail("hash", active.hash())
                .withDetail("count", active.all().size());
        if (!mappings.lastFindings().isEmpty()) {
            health.withDetail("lastError", mappings.lastFindings().getFirst().toString());
        }
        return health.build();
    }
}
