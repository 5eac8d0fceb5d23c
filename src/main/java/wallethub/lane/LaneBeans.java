package wallethub.lane;

import java.util.function.Supplier;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import wallethub.mapping.MappingSet;
import wallethub.mapping.Mappings;

/** The one thing that lanes ask of mappings: the set in force right now. */
@Configuration(proxyBeanMethods = false)
class LaneBeans {

    @Bean
    Supplier<MappingSet> activeMappings(Mappings mappings) {
        return mappings::active;
    }

    /** A code that cannot be sealed would be found missing by whoever wants to log in. */
    @Bean
    InitializingBean secretsHaveAKey(Mappings mappings, LaneSecrets secrets) {
        return () -> mappings.active().all().stream()
                .filter(mapping -> mapping.enabled() && mapping.secret() && !secrets.hasKey())
                .findFirst()
                .ifPresent(mapping -> {
                    throw new IllegalStateException(
                            "HUB_LANE_SECRETKEY (hub.lane.secret-key) is missing: " + mapping.name() + " is secret");
                });
    }
}
