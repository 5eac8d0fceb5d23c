package wallethub.lane;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.mapping.MappingSet;

/** What every dispatcher works with. */
record LaneParts(
        LaneStore store,
        ShardStore shards,
        Supplier<MappingSet> mappings,
        LaneSecrets secrets,
        LaneSettings settings,
        LaneMetrics metrics,
        WakeUps wakeUps,
        TransactionTemplate settle,
        List<DeliveryListener> listeners,
        Clock clock) {

    LaneParts with(List<DeliveryListener> all) {
        return new LaneParts(store, shards, mappings, secrets, settings, metrics, wakeUps, settle, all, clock);
    }
}
