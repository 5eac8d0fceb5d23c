package wallethub.lane;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.lane.LaneStore.NewEvent;
import wallethub.testing.DatabaseRoles;
import wallethub.testing.TestDatabase;

/** The lane's parts on a database of their own, wired as the product wires them. */
final class LaneFixture implements AutoCloseable {

    final HikariDataSource source;
    final JdbcClient jdbc;
    final JdbcClient behind;
    final LaneSettings settings;
    final LaneSecrets secrets;
    final LaneStore store;
    final ShardStore shards;
    final Targets targets;
    final WakeUps wakeUps = new WakeUps();
    final TransactionTemplate transaction;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final LaneParts parts;
    final EventPublisher publisher;
    final List<Settlement> told = new ArrayList<>();
    private final List<Dispatcher> dispatchers = new ArrayList<>();
    private int owners;

    LaneFixture(TestMappings mappings) {
        this(mappings, settings(Duration.ofSeconds(5)), "erp");
    }

    LaneFixture(TestMappings mappings, LaneSettings settings, String listening) {
        source = new HikariDataSource();
        source.setJdbcUrl(TestDatabase.freshUrl());
        source.setUsername(DatabaseRoles.APP);
        source.setMaximumPoolSize(16);
        this.settings = settings;
        jdbc = JdbcClient.create(source);
        behind = JdbcClient.create(TestDatabase.behind(source));
        secrets = new LaneSecrets(settings);
        store = new LaneStore(jdbc);
        shards = new ShardStore(jdbc, secrets);
        var manager = new DataSourceTransactionManager(source);
        targets = new Targets(store, settings, new StandardEnvironment(), manager);
        transaction = new TransactionTemplate(manager);
        publisher = new EventPublisher(store, targets, mappings::active, wakeUps, secrets);
        DeliveryListener listener = new DeliveryListener() {
            @Override
            public String lane() {
                return listening;
            }

            @Override
            public void settled(List<Settlement> settlements) {
                synchronized (told) {
                    told.addAll(settlements);
                }
            }
        };
        parts = new LaneParts(
                store,
                shards,
                mappings::active,
                secrets,
                settings,
                new LaneMetrics(meters),
                wakeUps,
                transaction,
                List.of(listener),
                Clock.systemUTC());
    }

    static LaneSettings settings(Duration lease) {
        return settings(lease, Duration.ofSeconds(5));
    }

    static LaneSettings settings(Duration lease, Duration stop) {
        return new LaneSettings(
                lease,
                Duration.ofMillis(5),
                Duration.ofMillis(50),
                100,
                1000,
                2,
                Duration.ofMillis(200),
                stop,
                List.of("off"),
                Map.of(),
                List.of(),
                Base64.getEncoder().encodeToString(new byte[32]),
                "k1",
                Map.of(),
                new LaneSettings.DoorSettings(1000, 100, Duration.ofSeconds(10)),
                new LaneSettings.Retention(Duration.ofDays(30), Duration.ofDays(45), Duration.ofMinutes(1), 500));
    }

    Door door(TestMappings mappings) {
        return new Door(store, targets, mappings::active, wakeUps, secrets, publisher, settings);
    }

    Dispatcher start(String lane, DeliveryRunner runner) {
        return start(lane, runner, 1);
    }

    Dispatcher start(String lane, DeliveryRunner runner, int batch) {
        Dispatcher dispatcher = new Dispatcher(parts, targets.named(lane), "owner-" + ++owners, runner, batch);
        dispatchers.add(dispatcher);
        dispatcher.start();
        return dispatcher;
    }

    /** Enqueues a document {@code {"walletId": key, "n": n}} for lanes; false for a duplicate. */
    boolean enqueue(String key, String idem, int n, String... lanes) {
        return store.enqueue(event(key, idem, n, lanes));
    }

    NewEvent event(String key, String idem, int n, String... lanes) {
        int bits = 0;
        for (String lane : lanes) {
            bits |= targets.named(lane).bit();
        }
        byte[] body = "{\"walletId\":\"%s\",\"n\":%d}".formatted(key, n).getBytes(StandardCharsets.UTF_8);
        return new NewEvent(key, "x.happened", bits, idem, null, body, null, "cor-" + idem, null, null);
    }

    long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    String text(String sql) {
        return jdbc.sql(sql).query(String.class).single();
    }

    DataSource source() {
        return source;
    }

    @Override
    public void close() {
        dispatchers.forEach(Dispatcher::stop);
        source.close();
    }
}
