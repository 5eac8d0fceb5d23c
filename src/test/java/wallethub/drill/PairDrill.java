package wallethub.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import wallethub.drill.LoadBalancer.Seen;
import wallethub.embedded.standin.Fault;
import wallethub.embedded.standin.Fault.Mode;
import wallethub.embedded.standin.Fault.Scope;

/**
 * Two instances under load, of which one is killed, stopped, frozen, or run with another set of mappings; and then gateway,
 * wallets, ERP and topic are compared.
 *
 * <p>Everything random comes from one seed, which is printed; the same seed makes the same customers, amounts, keys and
 * victims.
 */
public final class PairDrill implements AutoCloseable {

    /** As in production but for what would only make one wait (lease, fence, pauses), and what a few customers may ask. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("HUB_DRAIN_TIME", "1s"),
            Map.entry("HUB_ERP_FENCE", "2s"),
            Map.entry("HUB_ERP_PROBE", "1s"),
            Map.entry("HUB_LANE_LEASE", "5s"),
            Map.entry("HUB_OPERATION_CALLLEASE", "3s"),
            Map.entry("HUB_MAPPINGS_ROLLOVER", "3s"),
            Map.entry(
                    "SPRING_DATASOURCE_HIKARI_DATASOURCEPROPERTIES_OPTIONS",
                    "-c idle_in_transaction_session_timeout=3s"),
            Map.entry("HUB_RECHARGE_SWEEP_INITIAL", "2s"),
            Map.entry("HUB_RECHARGE_SWEEP_EVERY", "2s"),
            Map.entry("HUB_RECHARGE_SWEEP_AFTER", "5s"),
            Map.entry("HUB_EDGE_LIMITS_ADDRESS", "1000000"),
            Map.entry("HUB_EDGE_LIMITS_CUSTOMER", "1000000"),
            Map.entry("HUB_EDGE_LIMITS_MONEY", "1000000"));

    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration SESSION_END = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int AT_ONCE = 4;
    private static final int WAVES_MAX = 400;

    private final long since = System.nanoTime();
    private final Random random;
    private final Pair pair;
    private final Shoppers shoppers;
    private final Agreement agreement;
    private int logins;

    private PairDrill(Path directory, long seed) {
        System.out.println("pair drill, seed " + seed);
        random = new Random(seed + 1);
        pair = Pair.start(directory, SETTINGS);
        try {
            shoppers = Shoppers.arrive(pair.around, new Random(seed));
            agreement = new Agreement(pair.around, shoppers);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts everything on an empty directory, with a few customers. */
    public static PairDrill start(Path directory, long seed) {
        return new PairDrill(directory, seed);
    }

    /** {@code [--rounds N] [--seed S]}: every part once, in N rounds. Exit 0 only when all agree. */
    public static void main(String[] arguments) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        int rounds = Integer.parseInt(options.getOrDefault("--rounds", "3"));
        long seed = Long.parseLong(options.getOrDefault("--seed", Long.toString(System.nanoTime() & 0xffff_ffffL)));
        Path directory =
                Path.of(".hub", "pair-" + seed + "-" + ProcessHandle.current().pid());
        int status = 1;
        try (PairDrill drill = start(directory, seed)) {
            for (int round = 1; round <= rounds; round++) {
                drill.shareASession();
                drill.killOne();
                drill.restartOneAfterTheOther();
                drill.sendEverythingToBoth();
                drill.freezeOne();
                drill.freezeOneInATransaction();
                drill.changeMappings();
                drill.told("round %d of %d: %s", round, rounds, drill.summary());
            }
            status = 0;
        } catch (RuntimeException | AssertionError e) {
            System.err.println("seed " + seed + ", data in " + directory + ": " + e);
        }
        System.exit(status);
    }

    /** SIGKILL under load: the other one takes over leases and schedules, and everything still comes out once. */
    void killOne() {
        Pair.Instance victim = either();
        Pair.Instance survivor = pair.other(victim);
        Session session = session();
        try (Load load = new Load()) {
            load.awaitMore(AT_ONCE);
            long killed = System.nanoTime();
            victim.process().kill();
            CompletableFuture<Schedules> schedules = CompletableFuture.supplyAsync(() -> new Schedules(pair, survivor));
            assertThat(session.statusAt(survivor.url()))
                    .as("the session goes on")
                    .isEqualTo(200);
            awaitTrue("the survivor owns all leases", survivor::ownsAll);
            told("kill -> survivor owns all leases: %s (lease %s)", spent(killed), LEASE);
            schedules.join().awaitFiredOnceEach();
            told("kill -> survivor runs the schedules: %s", spent(killed));
            load.stop();
            told("while one was dead: %s", load.rate());
        }
        compare();
        victim.start();
        victim.awaitReady();
        awaitTrue("the new one has its share", () -> victim.shards() > 0);
        pair.balancer.drainSeen();
    }

    /** Begun at both, used at both, and over at both within five seconds of its end at one. */
    void shareASession() {
        Session session = session();
        assertThat(session.statusAt(pair.first.url())).isEqualTo(200);
        assertThat(session.statusAt(pair.second.url())).isEqualTo(200);
        long ended = System.nanoTime();
        session.endAt(pair.first.url());
        await("the other one knows").atMost(SESSION_END).until(() -> session.statusAt(pair.second.url()) == 401);
        told("logged out at one -> refused by the other: %s", spent(ended));
        assertThat(session.statusAt(pair.first.url())).isEqualTo(401);
    }

    private Session session() {
        return new Session(pair.around.sms(), mobile(), pair.first.url(), pair.second.url());
    }

    /** Another one each time: a number gets a code only now and then. */
    private String mobile() {
        List<Shoppers.Shopper> people = shoppers.people();
        String externalId = people.get(logins++ % people.size()).externalId();
        return pair.around.crm().customer(externalId).orElseThrow().mobile();
    }

    /** SIGTERM, gone, started, ready, one after the other, under load: nobody sees a failure but "come again". */
    void restartOneAfterTheOther() {
        pair.balancer.drainSeen();
        try (Load load = new Load()) {
            for (Pair.Instance instance : List.of(pair.first, pair.second)) {
                load.awaitMore(AT_ONCE);
                stopWithARequestInHand(instance);
                instance.start();
                instance.awaitReady();
            }
            load.awaitMore(AT_ONCE);
            load.stop();
            told("rolling restart: %s", load.rate());
        }
        List<Seen> seen = pair.balancer.drainSeen();
        assertThat(seen)
                .as("what a client met beside answers")
                .allMatch(each -> each.isGood() || each.isLater(), "good, or 503 with Retry-After");
        told("answers: %s", statuses(seen));
        compare();
    }

    /** The gateway takes its time over a checkout; meanwhile the instance is told to stop, and answers it all the same. */
    private void stopWithARequestInHand(Pair.Instance instance) {
        Pair.Instance survivor = pair.other(instance);
        long sessions = pair.around.stripe().count("POST /v1/checkout/sessions");
        pair.around.stripe().fault(Fault.of(Mode.SLOW).only(Scope.WRITES).lasting(1_500));
        awaitTrue(
                "a checkout is being made", () -> pair.around.stripe().count("POST /v1/checkout/sessions") > sessions);
        long told = System.nanoTime();
        instance.process().terminate();
        awaitTrue("readiness is down", () -> !pair.balancer.isReady(instance.name));
        assertThat(instance.process().isAlive()).as("readiness goes first").isTrue();
        pair.around.stripe().heal();
        awaitTrue("the survivor owns all leases", survivor::ownsAll);
        String handedOver = spent(told);
        instance.awaitStopped();
        told("SIGTERM -> handed over: %s, gone: %s", handedOver, spent(told));
        assertThat(instance.process().exitCode()).as("an ordered end").hasValue(143);
    }

    /** Every request and every callback reaches both at the same moment: one effect. */
    void sendEverythingToBoth() {
        pair.balancer.drainSeen();
        pair.balancer.toAll(true);
        try {
            shop(2 * AT_ONCE);
        } finally {
            pair.balancer.toAll(false);
        }
        Map<Long, List<Seen>> pairs = pair.balancer.drainSeen().stream()
                .filter(seen -> seen.method().equals("POST"))
                .collect(Collectors.groupingBy(Seen::request, TreeMap::new, Collectors.toList()));
        assertThat(pairs.values()).as("each went to both").anyMatch(both -> both.size() == 2);
        pairs.values()
                .forEach(both -> assertThat(both)
                        .as("one effect; the other hears of it, or that it is under way")
                        .allMatch(seen -> seen.isGood() || seen.status() == 409)
                        .anyMatch(Seen::isGood));
        compare();
    }

    /** SIGSTOP for longer than the lease, then SIGCONT: what it wakes up with is refused by the epoch. */
    void freezeOne() {
        Pair.Instance victim = either();
        Pair.Instance survivor = pair.other(victim);
        pair.around.erp().fault(Fault.of(Mode.SLOW).lasting(300));
        try (Load load = new Load()) {
            load.awaitMore(AT_ONCE);
            long frozen = System.nanoTime();
            victim.process().freeze();
            awaitTrue("the survivor owns all leases", survivor::ownsAll);
            told("frozen -> survivor owns all leases: %s", spent(frozen));
            load.awaitMore(AT_ONCE);
            victim.process().thaw();
            awaitTrue("the frozen one has a share again", () -> victim.shards() > 0);
            load.stop();
        } finally {
            pair.around.erp().heal();
        }
        compare();
        victim.awaitReady();
    }

    /** Frozen between two statements of a transaction: the database ends it, and its locks stop nobody. */
    void freezeOneInATransaction() {
        Pair.Instance victim = either();
        CompletableFuture<List<Shoppers.Purchase>> shopping;
        try (Connection connection = pair.around.postgres().connect(pair.around.database())) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                // Keys are written in the middle of the first transaction of a recharge.
                statement.execute("lock table operation_key in share mode");
            }
            pair.balancer.only(victim.name);
            shopping = shoppers.shop(1);
            awaitTrue("a transaction waits for us", this::isWaiting);
            victim.process().freeze();
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        long frozen = System.nanoTime();
        pair.balancer.only(pair.other(victim).name);
        try {
            shopping.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
            told("frozen in a transaction -> the same request served by the other: %s", spent(frozen));
        } finally {
            victim.process().thaw();
            pair.balancer.only(null);
        }
        compare();
        victim.awaitReady();
    }

    private boolean isWaiting() {
        return pair.sql(jdbc -> jdbc.sql("""
            select count(*) from pg_stat_activity
            where wait_event_type = 'Lock' and query like '%insert into operation_key%'
            """).query(Integer.class).single()) > 0;
    }

    /** One gets other mappings: it puts them in force, and the other is out of service until it has them too. */
    void changeMappings() {
        Pair.Instance pioneer = either();
        Pair.Instance laggard = pair.other(pioneer);
        try (Load load = new Load()) {
            load.awaitMore(1);
            edit(pioneer);
            awaitTrue("another set is out of service", () -> !pair.balancer.isReady(laggard.name));
            assertThat(laggard.page("/health/ready")).contains("\"mappingSet\":{\"status\":\"DOWN\"");
            load.awaitMore(AT_ONCE);
            assertThat(pair.balancer.isReady(pioneer.name)).isTrue();
            edit(laggard);
            laggard.awaitReady();
            load.awaitMore(1);
            load.stop();
        }
        pair.balancer.drainSeen();
        compare();
    }

    private static void edit(Pair.Instance instance) {
        Path file = instance.mappings.resolve("erp").resolve("entry.yaml");
        try {
            String text = Files.readString(file);
            Path edited = Files.writeString(file.resolveSibling("entry.next"), nextVersion(text));
            Files.move(edited, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String nextVersion(String text) {
        var version = Pattern.compile("(?m)^version: (\\d+)").matcher(text);
        return version.replaceFirst(found -> "version: " + (Integer.parseInt(found.group(1)) + 1));
    }

    String summary() {
        return agreement.summary();
    }

    @Override
    public void close() {
        pair.close();
    }

    private Pair.Instance either() {
        return random.nextBoolean() ? pair.first : pair.second;
    }

    private void shop(int count) {
        shoppers.shop(count).orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    private void compare() {
        agreement.await();
        new WalletOrder(pair, shoppers).check();
    }

    private static void awaitTrue(String what, BooleanSupplier condition) {
        await(what)
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(condition::getAsBoolean);
    }

    private static Map<Integer, Long> statuses(List<Seen> seen) {
        return seen.stream().collect(Collectors.groupingBy(Seen::status, TreeMap::new, Collectors.counting()));
    }

    private static String spent(long from) {
        return "%.1f s".formatted((System.nanoTime() - from) / 1e9);
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is of a library that only the compiler has
    private void told(String format, Object... values) {
        long seconds = Duration.ofNanos(System.nanoTime() - since).toSeconds();
        System.out.printf("%4d s  %s%n", seconds, format.formatted(values));
    }

    /** Recharges, one wave after another, until it is told to stop. */
    private final class Load implements AutoCloseable {

        private final long began = System.nanoTime();
        private final int before = shoppers.purchases().size();
        private final CompletableFuture<Void> shopping;
        private volatile boolean over;

        Load() {
            shopping = CompletableFuture.runAsync(this::waves);
        }

        private void waves() {
            for (int wave = 0; wave < WAVES_MAX && !over; wave++) {
                shop(AT_ONCE);
            }
        }

        /** Until so many more recharges are paid for. */
        void awaitMore(int count) {
            int wanted = shoppers.purchases().size() + count;
            awaitTrue(
                    count + " more recharges",
                    () -> shopping.isCompletedExceptionally()
                            || shoppers.purchases().size() >= wanted);
        }

        /** Ends with the wave that is under way; every recharge of it is paid for then. */
        void stop() {
            over = true;
            shopping.join();
        }

        String rate() {
            int count = shoppers.purchases().size() - before;
            return "%d recharges in %s, %.1f/s"
                    .formatted(count, spent(began), count / ((System.nanoTime() - began) / 1e9));
        }

        @Override
        public void close() {
            over = true;
        }
    }
}
