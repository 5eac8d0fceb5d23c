package wallethub.lane;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** Figures of the lanes: attempts by outcome, settled deliveries, lost leases; backlog, oldest waiting and floor lag. */
@Component
class LaneMetrics {

    /** One lane as the keeper sees it. */
    record Reading(String lane, String state, long backlog, long parked, double oldestSeconds, long floorLag) {}

    private final MeterRegistry registry;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final MultiGauge backlog;
    private final MultiGauge parked;
    private final MultiGauge oldest;
    private final MultiGauge floorLag;
    private final MultiGauge open;

    LaneMetrics(MeterRegistry registry) {
        this.registry = registry;
        backlog = gauge("hub.lane.backlog", "Deliveries not settled; counted up to about ten thousand");
        parked = gauge("hub.lane.parked", "Deliveries that wait for a person");
        oldest = gauge("hub.lane.oldest.seconds", "Age of the oldest delivery not settled");
        floorLag = gauge("hub.lane.floor.lag", "Ids drawn since the lowest floor; a long transaction holds it back");
        open = gauge("hub.lane.open", "1 while deliveries are handed out, 0 while paused or in an outage");
    }

    void attempt(String lane, String mapping, String outcome) {
        counter("hub.lane.attempts", Tags.of("lane", lane, "mapping", mapping, "outcome", outcome))
                .increment();
    }

    void settled(String lane, int count) {
        counter("hub.lane.settled", Tags.of("lane", lane)).increment(count);
    }

    void leaseLost(String lane) {
        counter("hub.lane.leases.lost", Tags.of("lane", lane)).increment();
    }

    void read(List<Reading> readings) {
        register(backlog, readings, Reading::backlog);
        register(parked, readings, Reading::parked);
        register(oldest, readings, Reading::oldestSeconds);
        register(floorLag, readings, Reading::floorLag);
        register(open, readings, reading -> reading.state().equals("open") ? 1 : 0);
    }

    private static void register(MultiGauge gauge, List<Reading> readings, ToDoubleFunction<Reading> value) {
        gauge.register(
                readings.stream()
                        .<MultiGauge.Row<?>>map(reading ->
                                MultiGauge.Row.of(Tags.of("lane", reading.lane()), () -> value.applyAsDouble(reading)))
                        .toList(),
                true);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private Counter counter(String name, Tags tags) {
        return counters.computeIfAbsent(name + tags, key -> registry.counter(name, tags));
    }
}
