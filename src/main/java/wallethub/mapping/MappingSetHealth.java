package wallethub.mapping;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether this instance runs the set of mappings in force, and what is wrong with files that were not taken. */
@Component("mappingSet")
class MappingSetHealth implements HealthIndicator {

    private static final int FINDINGS_SHOWN = 20;

    private final Mappings mappings;
    private final MappingSetMembership membership;

    MappingSetHealth(Mappings mappings, MappingSetMembership membership, MeterRegistry meters) {
        this.mappings = mappings;
        this.membership = membership;
        Gauge.builder(
                        "hub.mappings.findings",
                        mappings,
                        each -> each.lastFindings().size())
                .description("What is wrong with the mapping files as they are now; 0 when they are in force here")
                .register(meters);
        Gauge.builder(
                        "hub.mappings.active",
                        mappings,
                        each -> each.active().all().size())
                .description("Mappings in force here")
                .register(meters);
    }

    /** Files that were not taken do not make it unready: the set before them serves on. */
    @Override
    public Health health() {
        Health.Builder health = membership.isReady() ? Health.up() : Health.down();
        health.withDetail("hash", mappings.active().hash());
        health.withDetail("count", mappings.active().all().size());
        membership
                .inForce()
                .ifPresent(active -> health.withDetail("inForce", active.hash())
                        .withDetail("since", active.activatedAt().toString()));
        if (!mappings.lastFindings().isEmpty()) {
            health.withDetail(
                    "lastError",
                    mappings.lastFindings().stream()
                            .limit(FINDINGS_SHOWN)
                            .map(Finding::toString)
                            .toList());
        }
        return health.build();
    }
}
