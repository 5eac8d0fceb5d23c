package wallethub.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wallethub.embedded.EmbeddedDefault;
import wallethub.embedded.FreePorts;
import wallethub.embedded.HubJar;
import wallethub.embedded.HubProcess;
import wallethub.embedded.TrytonServer;
import wallethub.testing.Folders;

/**
 * {@code ./hub bench --erp}: how fast a hub posts to a Tryton of its own, beside a bare client that makes the same calls in the
 * same minutes; from a callback to the ERP's number; and how long a backlog takes after an outage. Every row ends with as many
 * entries posted as there were movements, or is an error; all is bounded in count and time.
 */
public final class ErpBench implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ErpBench.class);
    private static final String ENDPOINT = "benchendpoint".repeat(3);
    private static final String SECRET = "whsec_" + "secret-of-the-bench".repeat(2);
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int BATCH = 20;
    private static final int ROUNDS = 3;
    private static final int SINGLY = 60;
    private static final int IN_BATCHES = 300;
    private static final int QUIET = 60;
    private static final long QUIET_GAP_NANOS = Duration.ofMillis(500).toNanos();

    private final PrintStream out;
    private final Path directory;
    private final int backlog;
    private final int callers;
    private final EmbeddedDefault around;
    private final TrytonServer tryton;
    private final Connection database;
    private long next = 1;
    private final String run = Long.toString(System.currentTimeMillis(), 36);
    private @Nullable HubProcess hub;

    private ErpBench(Path directory, int backlog, int callers, PrintStream out) throws IOException, SQLException {
        this.out = out;
        this.backlog = backlog;
        this.callers = callers;
        this.directory = directory.toAbsolutePath();
        // Customers of an earlier run are there already.
        Folders.remove(this.directory);
        Files.createDirectories(this.directory);
        say("Starting PostgreSQL, Kafka and Tryton ...");
        around = EmbeddedDefault.start(this.directory.resolve("hub"), false);
        try {
            tryton = TrytonServer.start(this.directory.resolve("tryton"), FreePorts.one(), FreePorts.one());
            database = around.postgres().connect(around.database());
        } catch (RuntimeException e) {
            around.close();
            throw e;
        }
    }

    /** @param arguments {@code [--backlog N] [--callers N] [--directory D]} */
    public static void main(String[] arguments) {
        int status = 1;
        try {
            Map<String, String> given = new LinkedHashMap<>();
            for (int i = 0; i + 1 < arguments.length; i += 2) {
                given.put(arguments[i], arguments[i + 1]);
            }
            int backlog = Integer.parseInt(given.getOrDefault("--backlog", "2000"));
            if (backlog < BATCH || backlog > 20_000) {
                throw new IllegalArgumentException("needed: --backlog 20 to 20000");
            }
            Path directory = Path.of(given.getOrDefault("--directory", ".hub/bench-erp"));
            int callers = Integer.parseInt(given.getOrDefault("--callers", "1"));
            if (callers < 1 || callers > 16) {
                throw new IllegalArgumentException("needed: --callers 1 to 16");
            }
            run(directory, backlog, callers, System.out);
            status = 0;
        } catch (RuntimeException | SQLException | IOException e) {
            LOG.atError().setCause(e).log("the bench did not run to its end");
            System.err.println(e.getMessage());
        }
        System.exit(status);
    }

    private static void run(Path directory, int backlog, int callers, PrintStream out)
            throws SQLException, IOException {
        try (ErpBench bench = new ErpBench(directory, backlog, callers, out)) {
            bench.measure();
        }
    }

    private void measure() throws SQLException {
        BareErpClient bare = prepare();
        List<double[]> singly = new ArrayList<>();
        List<double[]> batches = new ArrayList<>();
        restart(Map.of("HUB_ERP_BATCH", "1"));
        for (int round = 0; round <= ROUNDS; round++) {
            singly.add(round("one by one", perSecond(SINGLY), bare(bare, SINGLY, 1)));
        }
        report("entries one by one", singly);
        restart(Map.of());
        for (int round = 0; round <= ROUNDS; round++) {
            batches.add(round("in batches", perSecond(IN_BATCHES), bare(bare, IN_BATCHES, BATCH)));
        }
        report("entries in batches of " + BATCH, batches);
        quiet();
        outage();
    }

    /** What was measured is said at once, whatever becomes of the rest. */
    private double[] round(String what, double hubs, double bares) {
        say(String.format(
                Locale.ROOT, "  %s: %.1f/s, a bare client %.1f/s, ratio %.2f", what, hubs, bares, hubs / bares));
        return new double[] {hubs, bares};
    }

    private BareErpClient prepare() throws SQLException {
        restart(Map.of());
        int movements = (ROUNDS + 1) * (SINGLY + IN_BATCHES) + QUIET + backlog;
        new SeededRows(movements, movements, 0).fill(database, progress -> {});
        restOthers();
        BareErpClient bare = new BareErpClient(tryton);
        say("Telling Tryton of " + movements + " customers ...");
        List<String> customers = customers(1, movements);
        for (int from = 0; from < movements; from += 100) {
            bare.createParties(customers.subList(from, Math.min(movements, from + 100)));
        }
        return bare;
    }

    private void restart(Map<String, String> changes) {
        if (hub != null) {
            hub.close();
        }
        Map<String, String> environment = new LinkedHashMap<>(tryton.environment());
        environment.put("HUB_ERP_PROBE", "1s");
        environment.put("HUB_ERP_CALLS", Integer.toString(callers));
        environment.put("HUB_GATEWAY_ACCOUNTS_MAIN_ENDPOINTID", ENDPOINT);
        environment.put("HUB_GATEWAY_ACCOUNTS_MAIN_SECRETS_0", SECRET);
        environment.put("HUB_GATEWAY_ACCOUNTS_MAIN_CONFIRMATION", "signature");
        environment.put("SPRING_QUARTZ_AUTOSTARTUP", "false");
        environment.putAll(changes);
        hub = around.startHub(HubJar.built(), environment);
    }

    /** Movements of as many wallets wait in the lane; from its opening to the last ERP number. */
    private double perSecond(int count) throws SQLException {
        state("paused");
        pay(count);
        long before = settled();
        long since = System.nanoTime();
        state("open");
        awaitSettled(before + count);
        return count / seconds(since);
    }

    /** As many callers as the hub has. */
    private double bare(BareErpClient client, int count, int batch) {
        List<String> references = LongStream.range(0, count)
                .mapToObj(n -> "bare-" + System.nanoTime() + "-" + n)
                .toList();
        List<String> customers = customers(1, count);
        long since = System.nanoTime();
        AtomicLong taken = new AtomicLong();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            all.add(CompletableFuture.runAsync(
                    () -> {
                        for (int from = (int) taken.getAndAdd(batch);
                                from < count;
                                from = (int) taken.getAndAdd(batch)) {
                            int to = Math.min(count, from + batch);
                            client.ensure(references.subList(from, to), customers.subList(from, to));
                        }
                    },
                    Thread::startVirtualThread));
        }
        all.forEach(CompletableFuture::join);
        return count / seconds(since);
    }

    /** The first round warms up. */
    private void report(String what, List<double[]> rounds) {
        double[] hubs =
                rounds.stream().skip(1).mapToDouble(round -> round[0]).sorted().toArray();
        double[] bares =
                rounds.stream().skip(1).mapToDouble(round -> round[1]).sorted().toArray();
        double[] ratios = rounds.stream()
                .skip(1)
                .mapToDouble(round -> round[0] / round[1])
                .sorted()
                .toArray();
        int middle = ROUNDS / 2;
        row(
                what,
                "%.1f/s".formatted(hubs[middle]),
                "%.1f/s, a bare client".formatted(bares[middle]),
                "ratio %.2f, goal 0.90".formatted(ratios[middle]));
    }

    private void quiet() throws SQLException {
        long before = settled();
        Map<Long, Long> sent = new LinkedHashMap<>();
        for (int i = 0; i < QUIET; i++) {
            long until = System.nanoTime() + QUIET_GAP_NANOS;
            sent.put(next, System.currentTimeMillis());
            pay(1);
            while (System.nanoTime() < until) {
                LockSupport.parkNanos(until - System.nanoTime());
            }
        }
        awaitSettled(before + QUIET);
        double[] took = new double[QUIET];
        int at = 0;
        for (Map.Entry<Long, Long> each : sent.entrySet()) {
            took[at++] = settledAt("pi_" + run + "_" + each.getKey()) - each.getValue();
        }
        Arrays.sort(took);
        row(
                "from a callback to the ERP's number, 2 a second",
                "p50 %.0f ms".formatted(took[QUIET / 2]),
                "",
                "p99 %.0f ms".formatted(took[QUIET - 1]));
    }

    /** Tryton is killed, the backlog comes, Tryton starts. */
    private void outage() throws SQLException {
        tryton.kill();
        long before = settled();
        pay(backlog);
        awaitEvents();
        long since = System.nanoTime();
        tryton.startAgain();
        double started = seconds(since);
        awaitSettled(before + backlog);
        double all = seconds(since);
        row(
                "backlog of " + backlog + " after an outage",
                "%.0f s".formatted(all - started),
                "from Tryton's first answer",
                "%.1f/s".formatted(backlog / (all - started)));
        long posted = tryton.database
                .sql("select count(*) from account_move where description like 'trf\\_%' and state = 'posted'")
                .query(Long.class)
                .single();
        long drafts = tryton.database
                .sql("select count(*) from account_move where description like 'trf\\_%' and state = 'draft'")
                .query(Long.class)
                .single();
        require(drafts == 0, drafts + " drafts are left");
        require(posted >= settled(), posted + " moves are posted, and " + settled() + " movements settled");
    }

    private void pay(int count) {
        var callbacks = new Callbacks(around.hubUrl().resolve("/callbacks/gateways/stripe/" + ENDPOINT), SECRET, run);
        Load.Result result = new Load(
                        around.hubUrl().getPort(), Math.min(16, count), LIMIT, count, new AtomicLong(next), callbacks)
                .run();
        require(result.answered() == count && result.others() == 0, result.answered() + " of " + count + " callbacks");
        next += count;
        awaitEvents();
    }

    /** All that was paid is credited, and so waits for the ERP. */
    private void awaitEvents() {
        Awaitility.await("credits")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> number("select count(*) from recharge_receipt") == next - 1);
    }

    private void awaitSettled(long wanted) {
        Awaitility.await("entries")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> settled() >= wanted);
    }

    private long settled() throws SQLException {
        return number("""
                select count(*) from lane_done where target = (select id from lane_target where name = 'erp')
                and outcome = 'S' and foreign_number is not null""");
    }

    private long settledAt(String payment) throws SQLException {
        return number("""
                select (extract(epoch from d.at) * 1000)::bigint from lane_done d join lane_event e using (shard, id)
                where d.target = (select id from lane_target where name = 'erp') and e.kind = 'recharge.succeeded'
                and convert_from(e.body, 'utf8')::json ->> 'gatewayPaymentId' = '%s'""".formatted(payment));
    }

    /** Topic, messages, and what the bare client books, which the hub would read as the accountant's. */
    private void restOthers() throws SQLException {
        execute("update lane_target set state = 'paused', reason = 'bench' where name not in ('payments', 'erp')");
    }

    private void state(String state) throws SQLException {
        execute("update lane_target set state = '" + state + "', reason = 'bench' where name = 'erp'");
    }

    private void execute(String sql) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String query) throws SQLException {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(query)) {
            require(rows.next(), query);
            return rows.getLong(1);
        }
    }

    private static List<String> customers(int from, int to) {
        return LongStream.rangeClosed(from, to).mapToObj(n -> "SEED-" + n).toList();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private void row(String what, String figure, String other, String judged) {
        out.printf(Locale.ROOT, "| %-48s | %-14s | %-26s | %-22s |%n", what, figure, other, judged);
    }

    private void say(String text) {
        out.println(text);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalStateException(rule);
        }
    }

    @Override
    public void close() {
        try {
            if (hub != null) {
                hub.close();
            }
            database.close();
        } catch (SQLException e) {
            say("a connection was not closed: " + e.getMessage());
        } finally {
            tryton.close();
            around.close();
        }
    }
}
