package wallethub.drill;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import wallethub.drill.LoadBalancer.Upstream;
import wallethub.embedded.EmbeddedDefault;
import wallethub.embedded.FreePorts;
import wallethub.embedded.HubJar;
import wallethub.embedded.HubProcess;
import wallethub.testing.Folders;

/**
 * Two instances of the production jar with the same settings, on one PostgreSQL and one Kafka, behind a load balancer that
 * has the hub's public address.
 */
final class Pair implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    /** One of the two: its ports, its own copy of the mappings, and its process while it runs. */
    final class Instance {

        final String name;
        final Path mappings;
        private final URI url = URI.create("http://127.0.0.1:" + FreePorts.one());
        private final URI management = URI.create("http://127.0.0.1:" + FreePorts.one());
        private @Nullable HubProcess process;

        private Instance(String name, Path mappings) {
            this.name = name;
            this.mappings = mappings;
        }

        /** Starts it and returns at once. */
        void start() {
            Map<String, String> own = new LinkedHashMap<>(settings);
            own.put("SERVER_PORT", Integer.toString(url.getPort()));
            own.put("MANAGEMENT_SERVER_PORT", Integer.toString(management.getPort()));
            own.put("HUB_RECHARGE_PUBLICURL", around.hubUrl().toString());
            own.put("HUB_MAPPINGS_DIR", mappings.toString());
            Path log = around.hubLog().resolveSibling("hub-" + name + ".log");
            process = HubProcess.start(jar, around.hubEnvironment(own), log);
        }

        URI url() {
            return url;
        }

        void awaitReady() {
            process().awaitReady(READY_LIMIT);
            await("the balancer sees " + name).atMost(Duration.ofSeconds(10)).until(() -> balancer.isReady(name));
        }

        HubProcess process() {
            if (process == null) {
                throw new IllegalStateException(name + " was not started");
            }
            return process;
        }

        /** Waits for the end of an ordered stop. */
        void awaitStopped() {
            if (!process().awaitEnd(STOP_LIMIT)) {
                throw new AssertionError(name + " did not stop within " + STOP_LIMIT + ":\n"
                        + process().tail());
            }
        }

        /** Shards of all lanes that it holds now. */
        int shards() {
            return sql(jdbc -> jdbc.sql("""
                select count(*) from lane_shard
                where lease_until > clock_timestamp() and owner like :owner
                """)
                    .param("owner", process().pid() + "@%")
                    .query(Integer.class)
                    .single());
        }

        /** Whether every shard of every lane is its own. */
        boolean ownsAll() {
            return shards()
                    == sql(jdbc -> jdbc.sql("select count(*) from lane_shard")
                            .query(Integer.class)
                            .single());
        }

        /** The sum over all series of a metric that have the label; 0 when there is none. */
        double metric(String metric, String label) {
            return page("/prometheus")
                    .lines()
                    .filter(line -> line.startsWith(metric + "{") && line.contains(label))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }

        /** A page of the management port. */
        String page(String path) {
            HttpRequest request = HttpRequest.newBuilder(management.resolve(path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            try (HttpClient http = HttpClient.newHttpClient()) {
                return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private Upstream upstream() {
            return new Upstream(name, url, management);
        }
    }

    final EmbeddedDefault around;
    final Instance first;
    final Instance second;
    final LoadBalancer balancer;
    private final HubJar jar;
    private final Map<String, String> settings;

    private Pair(Path directory, Map<String, String> settings) {
        this.settings = settings;
        around = EmbeddedDefault.start(directory, false);
        try {
            jar = HubJar.built();
            if (!jar.hasStartCache()) {
                around.trainHub(jar);
            }
            first = new Instance("a", copyOfMappings(directory.resolve("mappings-a")));
            second = new Instance("b", copyOfMappings(directory.resolve("mappings-b")));
            balancer = new LoadBalancer(around.hubUrl().getPort(), List.of(first.upstream(), second.upstream()));
        } catch (RuntimeException e) {
            around.close();
            throw e;
        }
        try {
            first.start();
            second.start();
            first.awaitReady();
            second.awaitReady();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Both started at the same moment on an empty database, and ready. */
    static Pair start(Path directory, Map<String, String> settings) {
        return new Pair(directory.toAbsolutePath(), settings);
    }

    Instance other(Instance one) {
        return one.name.equals(first.name) ? second : first;
    }

    /** Asks the database as an operator would. */
    <T> T sql(Function<JdbcClient, T> question) {
        try (var connection = around.postgres().connect(around.database())) {
            return question.apply(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        for (Instance instance : List.of(first, second)) {
            if (instance.process != null) {
                instance.process.kill();
            }
        }
        balancer.close();
        around.close();
    }

    private static Path copyOfMappings(Path target) {
        Folders.copy(Path.of("mappings"), target);
        return target;
    }
}
