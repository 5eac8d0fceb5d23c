package wallethub.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import wallethub.embedded.EmbeddedDefault;
import wallethub.embedded.FreePorts;
import wallethub.embedded.HubJar;
import wallethub.embedded.HubProcess;
import wallethub.embedded.standin.Fault;
import wallethub.testing.Folders;
import wallethub.testing.LedgerInvariants;
import wallethub.testing.LoginKeys;
import wallethub.testing.Tokens;

/**
 * {@code ./hub bench}: the hub beside pgbench doing the least of the same work, and beside a bare MVC handler, in
 * interleaved rounds on one machine. Prints the goal table and writes it as JSON.
 *
 * <p>Every measurement is bounded in time and in count, and one with a single refused request is an error.
 */
public final class Bench implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Bench.class);
    private static final String ENDPOINT = "benchendpoint".repeat(3);
    private static final String SECRET = "whsec_" + "secret-of-the-bench".repeat(2);
    private static final String LEAST_DATABASE = "hub_least";
    private static final String ROLE = "bench";
    private static final String API_WALLET = "/api/customer/v1/wallet";
    private static final int CALLERS = 200;
    private static final int PAYERS = 16;
    private static final long PAYMENTS_PER_SECOND_MAX = 2_000;
    private static final long FUNCTIONS_PER_SECOND_MAX = 4_000;
    private static final long NO_RECHARGES = 1_000_000_000L;
    private static final Duration READY_LIMIT = Duration.ofMinutes(3);
    private static final int ENTRIES_PER_SECOND = 200;
    private static final List<Integer> ENTRIES_WARM_UP_SHARES = List.of(4, 4, 2, 2, 2, 2);
    /** Payments warm up so many times as long as they are measured. */
    private static final int PAYERS_WARM_UP = 4;

    private static final Duration ENTRY_LIMIT = Duration.ofMinutes(2);
    private static final Duration CREDIT_LIMIT = Duration.ofMinutes(2);
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);

    private final BenchOptions options;
    private final PrintStream out;
    private final Path directory;
    private final EmbeddedDefault around;
    private final Connection hubDatabase;
    private final Connection leastDatabase;
    private final Pgbench pgbench;
    private final Pgbench functions;
    private final int barePort = FreePorts.one();
    private final String run = Long.toString(System.currentTimeMillis(), 36);
    private final String body = Callbacks.event(run, 1, System.currentTimeMillis() / 1000);
    private final AtomicLong unpaid = new AtomicLong(NO_RECHARGES);
    private final AtomicLong paid;
    private final AtomicLong invoices = new AtomicLong(1);
    private final ECKey signingKey = LoginKeys.signingKey("bench");
    /** So many customers cannot all be sent a code. */
    private final Tokens tokens = new Tokens(signingKey);

    private final BenchTable table = new BenchTable();
    private @Nullable HubProcess hub;
    private int drains;

    private Bench(BenchOptions options, PrintStream out) throws SQLException, IOException {
        this.options = options;
        this.out = out;
        directory = options.directory().toAbsolutePath();
        paid = new AtomicLong(options.wallets() + 1L);
        Folders.remove(directory);
        Files.createDirectories(directory.resolve("pgbench"));
        say("Starting PostgreSQL, Kafka and the stand-ins ...");
        around = EmbeddedDefault.start(directory, false);
        try {
            String password = "bench";
            around.postgres().ensureDatabase(LEAST_DATABASE, ROLE, password);
            pgbench = Pgbench.on(
                    "127.0.0.1",
                    around.postgres().port(),
                    LEAST_DATABASE,
                    ROLE,
                    password,
                    directory.resolve("pgbench"));
            Map<String, String> hubs = around.hubEnvironment(Map.of());
            functions = Pgbench.on(
                            "127.0.0.1",
                            around.postgres().port(),
                            around.database(),
                            hubs.getOrDefault("SPRING_DATASOURCE_USERNAME", ""),
                            hubs.getOrDefault("SPRING_DATASOURCE_PASSWORD", ""),
                            directory.resolve("pgbench"))
                    .told("-c hub.scope=system");
            hubDatabase = around.postgres().connect(around.database());
            leastDatabase = around.postgres().connect(LEAST_DATABASE);
        } catch (RuntimeException | SQLException e) {
            around.close();
            throw e;
        }
    }

    /** Exit code 0 when everything ran, whatever was reached. */
    public static void main(String[] arguments) {
        int status = 1;
        try {
            run(BenchOptions.of(arguments), System.out);
            status = 0;
        } catch (IllegalArgumentException | IllegalStateException | SQLException | IOException e) {
            LOG.atError().setCause(e).log("the bench did not run to its end");
            System.err.println(e.getMessage());
        }
        System.exit(status);
    }

    static BenchTable run(BenchOptions options, PrintStream out) throws SQLException, IOException {
        try (Bench bench = new Bench(options, out)) {
            bench.prepare();
            for (int round = 1; round <= options.rounds(); round++) {
                bench.say("Round %d of %d".formatted(round, options.rounds()));
                bench.round();
            }
            bench.checkTheLedger();
            // What was measured is kept, whatever becomes of the rest.
            bench.report();
            if (options.asksFor(10)) {
                bench.productionJar();
                bench.checkTheLedger();
                bench.report();
            }
            out.println("\nThe same as JSON: " + options.report());
            return bench.table;
        }
    }

    // ---------------------------------------------------------------- before

    private void prepare() throws SQLException, IOException {
        say("Starting the hub and the bare handler in one process ...");
        Map<String, String> environment = around.hubEnvironment(settings());
        hub = HubProcess.start(
                        hubCommand(), environment, directory.resolve("logs").resolve("bench-hub.log"))
                .awaitReady(READY_LIMIT);
        Awaitility.await("the bare handler").atMost(READY_LIMIT).until(this::bareAnswers);
        say("Filling the tables ...");
        new SeededRows(options.wallets(), options.wallets() + options.recharges(), options.wallets() * 2)
                .fill(hubDatabase, progress -> {});
        least();
        if (options.asksFor(7)) {
            say("From callbacks to entries of the ERP ...");
            entries();
        }
        hubSql("update lane_target set state = 'paused', reason = 'bench' where name not in ('payments', 'bench')");
        say("Warming up ...");
        warmUp();
    }

    private Map<String, String> settings() throws IOException {
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put("HUB_GATEWAY_ACCOUNTS_MAIN_ENDPOINTID", ENDPOINT);
        changes.put("HUB_GATEWAY_ACCOUNTS_MAIN_SECRETS_0", SECRET);
        changes.put("HUB_GATEWAY_ACCOUNTS_MAIN_CONFIRMATION", "signature");
        changes.put("HUB_MAPPINGS_DIR", mappings().toString());
        changes.put("SPRING_QUARTZ_AUTOSTARTUP", "false");
        changes.put("HUB_ERP_PERSECOND", "1000");
        changes.put(
                "HUB_LOGIN_SIGNINGKEYS_" + signingKey.getKeyID().toUpperCase(Locale.ROOT), signingKey.toJSONString());
        changes.put("HUB_LOGIN_SIGNINGKID", signingKey.getKeyID());
        // One address and few customers stand for many.
        changes.put("HUB_EDGE_LIMITS_ADDRESS", "10000000");
        changes.put("HUB_EDGE_LIMITS_CUSTOMER", "10000000");
        changes.put(BenchHub.BARE_PORT, Integer.toString(barePort));
        return changes;
    }

    /**
     * With every lane at work, before any other load has left a backlog. The ERP settles what it was told within the same
     * transaction that says when.
     */
    private void entries() throws SQLException {
        for (int n = 1; n <= options.wallets(); n++) {
            around.erp().customer("SEED-" + n, "Sample Customer " + n, SeededRows.CURRENCY);
        }
        around.erp().fault(Fault.of(Fault.Mode.SLOW).lasting(20));
        // A process that has just started is asked less; for its first minutes it is busy compiling what is hot.
        for (int share : ENTRIES_WARM_UP_SHARES) {
            entered(ENTRIES_PER_SECOND / share, options.seconds());
        }
        for (int round = 0; round < options.rounds(); round++) {
            double p99 = entered(ENTRIES_PER_SECOND, options.seconds());
            table.add(BenchRow.ENTERED, BenchTable.Cost.of(p99), BenchTable.Cost.none());
        }
        around.erp().heal();
    }

    /**
     * The 99th percentile of the seconds from a callback's sending to the settle of its entry.
     *
     * @param duration of the sending, in seconds
     */
    private double entered(int perSecond, int duration) throws SQLException {
        int count = perSecond * duration;
        long before = number("select last_value from lane_event_id");
        long first = paid.getAndAdd(count);
        Map<String, Long> sent = new Paced(
                        new Callbacks(around.hubUrl().resolve("/callbacks/gateways/stripe/" + ENDPOINT), SECRET, run),
                        perSecond,
                        count)
                .send(first);
        String settled = """
                 from lane_done d join lane_event e using (shard, id)
                where d.target = (select id from lane_target where name = 'erp') and e.kind = 'recharge.succeeded' and e.id > %d
                """.formatted(before);
        Awaitility.await("entries")
                .atMost(ENTRY_LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> number("select count(*)" + settled) == count);
        requireEqual("entries settled with a number", number("select count(d.foreign_number)" + settled), count);
        double[] seconds = new double[count];
        int at = 0;
        try (var statement = hubDatabase.createStatement();
                var rows = statement.executeQuery("""
                        select convert_from(e.body, 'utf8')::json ->> 'gatewayPaymentId', (extract(epoch from d.at) * 1000000)::bigint
                        """ + settled)) {
            while (rows.next()) {
                Long since = sent.get(rows.getString(1));
                if (since == null) {
                    throw new IllegalStateException("nobody sent " + rows.getString(1));
                }
                seconds[at++] = (rows.getLong(2) - since) / 1e6;
            }
        }
        Arrays.sort(seconds);
        return seconds[(int) Math.min(count - 1L, (long) (count * 0.99))];
    }

    /** The shipped mappings, and one for the lane that does nothing. */
    private Path mappings() throws IOException {
        Path copy = directory.resolve("mappings");
        Folders.copy(Path.of("mappings"), copy);
        Files.createDirectories(copy.resolve("bench"));
        Files.writeString(copy.resolve("bench").resolve("nothing.yaml"), resource("nothing.yaml"));
        return copy;
    }

    private List<String> hubCommand() {
        List<String> words = new ArrayList<>(List.of(HubJar.java(), "--enable-native-access=ALL-UNNAMED"));
        words.addAll(HubJar.MEMORY);
        words.addAll(options.jvmOptions());
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), BenchHub.class.getName()));
        return words;
    }

    private boolean bareAnswers() {
        try {
            reads(barePort, BareServer.PATH, 1, Duration.ofSeconds(1), 1);
            return true;
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    private void least() throws SQLException, IOException {
        leastSql(resource("least.sql"));
        leastSql("insert into least_wallet select n, 0, 0 from generate_series(1, %d) n".formatted(options.wallets()));
        leastSql("""
                insert into least_recharge select n, 1 + n %% %d, 12500, 'pending', now() from generate_series(1, %d) n
                """.formatted(options.wallets(), options.recharges()));
        leastSql("grant all on all tables in schema public to bench");
        leastSql("grant all on all sequences in schema public to bench");
        leastSql("vacuum (analyze)");
    }

    /** Long enough for the compiler to have seen what is hot; the first seconds of a JVM say nothing about the rest. */
    private void warmUp() throws SQLException, IOException {
        Duration time = Duration.ofSeconds(options.seconds() * 2L);
        if (options.asksFor(1, 2, 3, 4)) {
            least(16);
            sustained(time);
            acknowledged(64, time);
        }
        if (options.asksFor(6)) {
            reads(hubPort(), API_WALLET, 16, time, Long.MAX_VALUE / 2);
            reads(barePort, BareServer.PATH, 16, time, Long.MAX_VALUE / 2);
        }
        if (options.asksFor(8)) {
            drained(options.drain() / 4);
        }
        if (options.asksFor(5)) {
            seedInvoices();
            paid(Duration.ofSeconds((long) PAYERS_WARM_UP * options.seconds()));
            paidByItsFunction();
        }
    }

    // ---------------------------------------------------------------- one round

    private void round() throws SQLException, IOException {
        Duration time = Duration.ofSeconds(options.seconds());
        if (options.asksFor(1, 2, 3, 4)) {
            callbacks(time);
        }
        if (options.asksFor(6)) {
            reads(time);
        }
        if (options.asksFor(5)) {
            Measured<Pgbench.Result> function = paidByItsFunction();
            table.add(BenchRow.PAID, rate(paid(time)), rate(function));
        }
        if (options.asksFor(8)) {
            Measured<Double> drained = drained(options.drain());
            Measured<Double> deleted = deleted(options.drain());
            table.add(BenchRow.DRAINED, drained.cost(drained.value()), deleted.cost(deleted.value()));
        }
        say(table.lastRound());
    }

    private void callbacks(Duration time) throws SQLException, IOException {
        Measured<Pgbench.Result> least64 = least(64);
        Measured<Load.Result> ack64 = acknowledged(64, time);
        Measured<Pgbench.Result> least16 = least(16);
        Measured<Load.Result> ack16 = acknowledged(16, time);
        Measured<Double> credited = sustained(time);
        table.add(BenchRow.ACKNOWLEDGED_64, rate(ack64), rate(least64));
        table.add(BenchRow.ACKNOWLEDGED_16, rate(ack16), rate(least16));
        table.add(BenchRow.CREDITED, credited.cost(credited.value()), rate(least64));
        table.add(
                BenchRow.P99,
                ack64.cost(ack64.value().millis(0.99)),
                least64.cost(least64.value().millis(0.99)));
    }

    private void reads(Duration time) {
        Measured<Load.Result> bare = measured(() -> reads(barePort, BareServer.PATH, 16, time, Long.MAX_VALUE / 2));
        Measured<Load.Result> read = measured(() -> reads(hubPort(), API_WALLET, 16, time, Long.MAX_VALUE / 2));
        requireEqual(
                "reads answered otherwise than with 200",
                read.value().others() + bare.value().others(),
                0);
        table.add(BenchRow.READ, rate(read), rate(bare));
    }

    private static BenchTable.Cost rate(Measured<?> measured) {
        return switch (measured.value()) {
            case Load.Result load -> measured.cost(load.perSecond());
            case Pgbench.Result least -> measured.cost(least.perSecond());
            default -> throw new IllegalArgumentException("no rate: " + measured);
        };
    }

    /** @param items what the processor time is divided by */
    private record Measured<T>(T value, double hubSeconds, double postgresSeconds, long items) {

        BenchTable.Cost cost(double figure) {
            return new BenchTable.Cost(figure, hubSeconds * 1e6 / items, postgresSeconds * 1e6 / items);
        }
    }

    private <T> Measured<T> measured(Supplier<T> work) {
        long hubPid = running().pid();
        long postmaster = Cpu.postmaster(directory.resolve("postgresql").resolve("data"));
        double hubBefore = Cpu.secondsOf(hubPid);
        double postgresBefore = Cpu.secondsOfTree(postmaster);
        T value = work.get();
        return new Measured<>(
                value,
                Cpu.secondsOf(hubPid) - hubBefore,
                Cpu.secondsOfTree(postmaster) - postgresBefore,
                switch (value) {
                    case Load.Result load -> load.answered();
                    case Pgbench.Result least -> least.transactions();
                    default -> 1;
                });
    }

    private <T> Measured<T> of(Measured<?> measured, T value, long items) {
        return new Measured<>(value, measured.hubSeconds(), measured.postgresSeconds(), items);
    }

    private Measured<Pgbench.Result> least(int clients) throws IOException {
        Path script = script("least-callback.pgbench");
        List<String> variables = List.of("-D", "recharges=" + options.recharges(), "-D", "body=" + body);
        return measured(() -> pgbench.forSeconds(script, clients, options.seconds(), variables));
    }

    /** The lane behind the door rests meanwhile; what it would have to do is dropped afterwards. */
    private Measured<Load.Result> acknowledged(int connections, Duration time) throws SQLException {
        hubSql("update lane_target set state = 'paused', reason = 'bench' where name = 'payments'");
        long before = number("select last_value from lane_event_id");
        Measured<Load.Result> result = measured(() -> callbacks(connections, time, unpaid, Long.MAX_VALUE / 2));
        String letters =
                " from lane_event where id > %d and targets = (select bit from lane_target where name = 'payments')"
                        .formatted(before);
        requireEqual(
                "letters stored and acknowledged",
                number("select count(*)" + letters),
                result.value().answered());
        hubSql("delete" + letters);
        hubSql("vacuum lane_event");
        hubSql("update lane_target set state = 'open', reason = null where name = 'payments'");
        return result;
    }

    /** From the first callback to the last credit. */
    private Measured<Double> sustained(Duration time) throws SQLException {
        long receipts = number("select count(*) from recharge_receipt");
        long left = options.wallets() + (long) options.recharges() - paid.get() + 1;
        long since = System.nanoTime();
        Measured<Load.Result> result = measured(() -> {
            Load.Result load = callbacks(64, time, paid, left);
            awaitIdle("payments", CREDIT_LIMIT);
            return load;
        });
        double seconds = (System.nanoTime() - since) / 1e9;
        long credited = number("select count(*) from recharge_receipt") - receipts;
        requireEqual(
                "receipts and acknowledged callbacks", credited, result.value().answered());
        return of(result, credited / seconds, credited);
    }

    private Load.Result callbacks(int connections, Duration time, AtomicLong numbers, long most) {
        URI target = around.hubUrl().resolve("/callbacks/gateways/stripe/" + ENDPOINT);
        Load.Result result =
                new Load(hubPort(), connections, time, most, numbers, new Callbacks(target, SECRET, run)).run();
        requireEqual("callbacks answered otherwise than with 200", result.others(), 0);
        return result;
    }

    private Load.Result reads(int port, String path, int connections, Duration time, long most) {
        byte[][] requests = new byte[callers()][];
        for (int i = 0; i < requests.length; i++) {
            requests[i] = ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                            + "\r\nAccept: application/json\r\nAuthorization: Bearer "
                            + tokens.of(SeededRows.customer(1 + i)) + "\r\n\r\n")
                    .getBytes(UTF_8);
        }
        return new Load(
                        port,
                        connections,
                        time,
                        most,
                        new AtomicLong(),
                        number -> requests[ThreadLocalRandom.current().nextInt(requests.length)])
                .run();
    }

    /** Before the rounds, so that none of them bears the writing of so many rows: first the hub's, then those of the function. */
    private void seedInvoices() throws SQLException, IOException {
        long seconds = options.seconds();
        long ours = PAYMENTS_PER_SECOND_MAX * seconds * (PAYERS_WARM_UP + options.rounds());
        long functions = FUNCTIONS_PER_SECOND_MAX * seconds * (1 + options.rounds());
        Payments.seed(hubDatabase, 1, ours + functions, callers());
        hubSql(resource("payment.sql"));
        hubSql("alter sequence bench_invoice restart with " + (ours + 1));
        hubSql("checkpoint");
    }

    /** Each payment of an invoice of its own, by as many customers as the function has. */
    private Measured<Load.Result> paid(Duration time) throws SQLException {
        int customers = callers();
        Payments requests = new Payments(hubPort(), tokens, customers, run);
        long most = time.toSeconds() * PAYMENTS_PER_SECOND_MAX;
        long before = entries(customers);
        Measured<Load.Result> result =
                measured(() -> new Load(hubPort(), PAYERS, time, most, invoices, requests).run());
        requireEqual("payments answered otherwise than with 200", result.value().others(), 0);
        requireEqual(
                "lines of the wallets and payments",
                entries(customers) - before,
                result.value().answered());
        return result;
    }

    /** All that the money of a payment needs in one function, by the same customers. */
    private Measured<Pgbench.Result> paidByItsFunction() throws SQLException, IOException {
        int customers = callers();
        Path script = script("payment.pgbench");
        long before = entries(customers);
        Measured<Pgbench.Result> result = measured(
                () -> functions.forSeconds(script, PAYERS, options.seconds(), List.of("-D", "customers=" + customers)));
        requireEqual(
                "lines of the wallets and transactions",
                entries(customers) - before,
                result.value().transactions());
        return result;
    }

    private int callers() {
        return Math.min(CALLERS, options.wallets());
    }

    private long entries(int customers) throws SQLException {
        return number("select sum(entry_count)::bigint from ledger_wallet where id between '%s' and '%s'"
                .formatted(SeededRows.wallet(1), SeededRows.wallet(customers)));
    }

    /** Deliveries of a lane whose target does nothing, from the first settle to the last. */
    private Measured<Double> drained(int count) throws SQLException {
        drains++;
        hubSql("update lane_target set state = 'paused', reason = 'bench' where name = 'bench'");
        hubSql("""
                insert into lane_event (shard, id, targets, key, kind, idem, mapping, body, correlation_id)
                select lane_shard_of('key ' || n %% 50000), nextval('lane_event_id'), t.bit, 'key ' || n %% 50000, 'letter',
                    'bench:%1$s-%2$d-' || n, 'bench.nothing', convert_to('{"number":' || n || '}', 'UTF8'), 'bench'
                from lane_target t, generate_series(1, %3$d) n where t.name = 'bench'
                """.formatted(run, drains, count));
        hubSql("analyze lane_event");
        long last = number("select last_value from lane_event_id");
        Measured<Boolean> result = measured(() -> {
            quietly("update lane_target set state = 'open', reason = null where name = 'bench'");
            awaitIdle("bench", DRAIN_LIMIT);
            return true;
        });
        String done = " from lane_done d join lane_target t on t.id = d.target where t.name = 'bench' and d.id > "
                + (last - count);
        requireEqual("deliveries settled", number("select count(*)" + done), count);
        long micros = number("select (extract(epoch from max(d.at) - min(d.at)) * 1000000)::bigint" + done);
        return of(result, count / (Math.max(1, micros) / 1e6), count);
    }

    private Measured<Double> deleted(int count) throws SQLException, IOException {
        leastSql("truncate least_queue");
        leastSql("""
                insert into least_queue select n, 'key ' || n %% 50000, '{"number":' || n || '}' from generate_series(1, %d) n
                """.formatted(count));
        leastSql("analyze least_queue");
        Path script = script("least-drain.pgbench");
        int clients = 8;
        Measured<Pgbench.Result> result =
                measured(() -> pgbench.times(script, clients, Math.max(1, count / 100 / clients)));
        return of(result, result.value().perSecond() * 100, count);
    }

    private void awaitIdle(String lane, Duration limit) {
        Awaitility.await("lane " + lane + " idle")
                .atMost(limit)
                // Each look steps over what was done since the last claims; many of them would be part of the load.
                .pollInterval(Duration.ofMillis(200))
                .until(() -> number("""
                        select count(*) from lane_target t, lane_due(t.id, array(select generate_series(0, 31))) d
                        where t.name = '%s' and d.o_ready
                        """.formatted(lane)) == 0);
    }

    // ---------------------------------------------------------------- the production jar

    private void productionJar() throws SQLException, IOException {
        say("The production jar ...");
        running().close();
        hub = null;
        HubJar jar = HubJar.built();
        if (!jar.hasStartCache()) {
            around.trainHub(jar);
        }
        Map<String, String> changes = settings();
        for (int start = 0; start < options.starts(); start++) {
            long since = System.nanoTime();
            HubProcess started = around.startHub(jar, changes);
            table.add(BenchRow.READY, BenchTable.Cost.of(Cpu.since(since).toMillis() / 1000.0), BenchTable.Cost.none());
            hub = started;
            if (start < options.starts() - 1) {
                started.close();
            }
        }
        Duration time = Duration.ofSeconds(options.seconds());
        sustained(time);
        reads(hubPort(), API_WALLET, 64, time, Long.MAX_VALUE / 2);
        table.add(
                BenchRow.RESIDENT,
                BenchTable.Cost.of((double) Cpu.residentMib(running().pid())),
                BenchTable.Cost.none());
    }

    private void report() throws IOException {
        table.print(out);
        Path parent = options.report().toAbsolutePath().getParent();
        Files.createDirectories(parent);
        Files.writeString(options.report(), table.json(options), UTF_8);
    }

    private void checkTheLedger() throws SQLException {
        say("Checking the ledger ...");
        LedgerInvariants.check(JdbcClient.create(new SingleConnectionDataSource(hubDatabase, true)));
    }

    // ---------------------------------------------------------------- tools

    private HubProcess running() {
        if (hub == null) {
            throw new IllegalStateException("the hub was not started");
        }
        return hub;
    }

    private int hubPort() {
        return around.hubUrl().getPort();
    }

    private void say(String text) {
        out.println(text);
    }

    private void hubSql(String sql) throws SQLException {
        execute(hubDatabase, sql);
    }

    private void quietly(String sql) {
        try {
            hubSql(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void leastSql(String sql) throws SQLException {
        execute(leastDatabase, sql);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String query) throws SQLException {
        try (var statement = hubDatabase.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void requireEqual(String what, long seen, long wanted) {
        if (seen != wanted) {
            throw new IllegalStateException(what + ": " + seen + ", not " + wanted);
        }
    }

    private Path script(String name) throws IOException {
        Path script = directory.resolve("pgbench").resolve(name);
        if (!Files.exists(script)) {
            Files.writeString(script, resource(name));
        }
        return script;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Bench.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @Override
    public void close() {
        try {
            if (hub != null) {
                hub.close();
            }
            hubDatabase.close();
            leastDatabase.close();
        } catch (SQLException e) {
            say("a connection was not closed: " + e.getMessage());
        } finally {
            around.close();
        }
    }
}
