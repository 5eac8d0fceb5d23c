package wallethub.lane;

import java.util.function.Supplier;
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
}
