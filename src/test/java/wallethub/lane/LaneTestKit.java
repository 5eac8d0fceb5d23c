package wallethub.lane;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import wallethub.mapping.Mapping.Limits;

/** The lane with one mapping, for tests of other packages. */
public final class LaneTestKit implements AutoCloseable {

    private final TestMappings mappings;
    private final TestMapping mapping;
    private final LaneFixture lane;
    private final Door door;

    public LaneTestKit(String mappingName, String laneName) {
        mapping = TestMapping.of(mappingName, laneName);
        mappings = new TestMappings(mapping);
        lane = new LaneFixture(mappings);
        door = lane.door(mappings);
    }

    /** One call at a time, with as many as the lane's route takes. */
    public void inBatchesBy(String operation) {
        mappings.replace(mapping.limited(new Limits(0, 1, 0)).inBatchesBy(operation));
    }

    public void finding(String operation) {
        mappings.replace(mapping.finding(operation));
    }

    public Door door() {
        return door;
    }

    public LaneSettings settings() {
        return lane.settings;
    }

    public Lanes lanes() {
        return new Lanes(
                lane.store,
                lane.shards,
                lane.targets,
                mappings::active,
                lane.secrets,
                lane.settings,
                new LaneMetrics(lane.meters),
                lane.wakeUps,
                new DataSourceTransactionManager(lane.source),
                none(),
                Clock.systemUTC());
    }

    public long count(String sql) {
        return lane.count(sql);
    }

    public String text(String sql) {
        return lane.text(sql);
    }

    static ObjectProvider<DeliveryListener> none() {
        return of(List.of());
    }

    static ObjectProvider<DeliveryListener> of(List<DeliveryListener> listeners) {
        return new ObjectProvider<>() {
            @Override
            public DeliveryListener getObject() {
                return listeners.getFirst();
            }

            @Override
            public Stream<DeliveryListener> orderedStream() {
                return listeners.stream();
            }
        };
    }

    @Override
    public void close() {
        try {
            door.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lane.close();
    }
}
