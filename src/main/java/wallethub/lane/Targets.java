package wallethub.lane;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.lane.LaneStore.Target;

/** The lanes of this hub by name; a new one is made when it is first named, and its bit never changes. */
@Component
class Targets {

    private final Map<String, Target> known = new ConcurrentHashMap<>();
    private final LaneStore store;
    private final LaneSettings settings;
    private final Environment environment;
    private final TransactionTemplate alone;

    Targets(LaneStore store, LaneSettings settings, Environment environment, PlatformTransactionManager transactions) {
        this.store = store;
        this.settings = settings;
        this.environment = environment;
        alone = new TransactionTemplate(transactions);
        // A target outlives the business transaction that first named it, or its bit would not.
        alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    Target named(String lane) {
        Target target = known.get(lane);
        if (target == null) {
            target = alone.execute(status -> store.ensureTarget(lane));
            known.put(lane, target);
        }
        return target;
    }

    /** Whether new events are subscribed; what a lane holds already is delivered either way. */
    boolean isEnabled(String lane) {
        String property = settings.requires().get(lane);
        return !settings.disabled().contains(lane)
                && (property == null || !environment.getProperty(property, "").isBlank());
    }
}
