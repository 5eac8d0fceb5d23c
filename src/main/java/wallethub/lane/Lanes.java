package wallethub.lane;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.mapping.MappingSet;

/**
 * Opens lanes: a dispatcher per lane on this instance, and the operator's verbs on whole lanes and keys.
 *
 * <p>When the hub stops, all lanes begin to hand over at the same moment, before anything else ends: their routes stop one
 * after another later on.
 */
@Component
public class Lanes implements SmartLifecycle {

    private final LaneStore store;
    private final Targets targets;
    private final WakeUps wakeUps;
    private final ObjectProvider<DeliveryListener> listeners;
    private final LaneParts parts;
    private final List<Dispatcher> opened = new CopyOnWriteArrayList<>();
    private volatile boolean running;
    private final String owner = ManagementFactory.getRuntimeMXBean().getName() + "-" + UUID.randomUUID();

    Lanes(
            LaneStore store,
            ShardStore shards,
            Targets targets,
            Supplier<MappingSet> mappings,
            LaneSecrets secrets,
            LaneSettings settings,
            LaneMetrics metrics,
            WakeUps wakeUps,
            PlatformTransactionManager transactions,
            ObjectProvider<DeliveryListener> listeners,
            Clock clock) {
        this.store = store;
        this.targets = targets;
        this.wakeUps = wakeUps;
        this.listeners = listeners;
        TransactionTemplate settle = new TransactionTemplate(transactions);
        // The settle is never part of a business transaction, and decides on what is committed.
        settle.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        settle.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        parts = new LaneParts(store, shards, mappings, secrets, settings, metrics, wakeUps, settle, List.of(), clock);
    }

    /**
     * A dispatcher, not started yet.
     *
     * @param batch how many deliveries of different keys the runner takes at once
     */
    public Dispatcher open(String lane, DeliveryRunner runner, int batch) {
        LaneParts all = parts.with(listeners.orderedStream().toList());
        Dispatcher dispatcher = new Dispatcher(all, targets.named(lane), owner, runner, batch);
        opened.add(dispatcher);
        return dispatcher;
    }

    /** One that will not be started again. */
    public void closed(Dispatcher dispatcher) {
        opened.remove(dispatcher);
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        opened.forEach(Dispatcher::handOver);
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Nothing more is handed out until {@link #resume}; what is in flight ends. False for an unknown lane. */
    public boolean pause(String lane, String reason) {
        return store.setState(lane, "paused", reason);
    }

    /** Also ends an outage by hand. False for an unknown lane. */
    public boolean resume(String lane, String reason) {
        boolean known = store.setState(lane, "open", reason);
        wakeUps.signal(List.of(lane));
        return known;
    }

    /** Lets a waiting or parked key go on from its head, now. False when the key was not waiting. */
    public boolean unpark(String lane, String key) {
        boolean waited = store.unpark(targets.named(lane).id(), key);
        wakeUps.signal(List.of(lane));
        return waited;
    }
}
