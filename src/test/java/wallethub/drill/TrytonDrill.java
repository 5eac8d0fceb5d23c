package wallethub.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import wallethub.certify.FaultProxy;
import wallethub.certify.Trouble;
import wallethub.embedded.EmbeddedDefault;
import wallethub.embedded.HubJar;
import wallethub.embedded.HubProcess;
import wallethub.embedded.HubScript;
import wallethub.embedded.TrytonServer;
import wallethub.money.Money;
import wallethub.testing.Folders;
import wallethub.testing.LedgerInvariants;

/**
 * A day against a real ERP: recharges of several customers and corrections that an accountant books in Tryton, while the hub
 * and Tryton are killed and the connection between them is cut after a request was sent. At the end hub and Tryton are
 * compared.
 *
 * <p>Everything random comes from one seed, which is printed.
 */
public final class TrytonDrill implements AutoCloseable {

    /** What goes wrong while customers recharge. */
    private enum Mishap {
        HUB_KILLED,
        TRYTON_KILLED,
        CONNECTION_CUT,
        ANSWER_LOST,
        BOTH_KILLED,
        HUB_KILLED_AGAIN
    }

    private static final int RECHARGES_PER_ROUND = 10;
    private static final int CUTS = 3;
    private static final int DELAY_MS_MIN = 1_000;
    private static final int DELAY_MS_MAX = 4_000;
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final String CURRENCY = "KWD";
    private static final int DIGITS = 3;

    private final EmbeddedDefault around;
    private final TrytonServer tryton;
    private final FaultProxy proxy;
    private final HubJar jar;
    private final long since = System.nanoTime();
    private final Random random;
    private final Shoppers shoppers;
    private final Map<String, BigDecimal> corrections = new HashMap<>();
    private int booked;
    private @Nullable HubProcess hub;

    private TrytonDrill(Path directory, long seed) {
        System.out.println("Tryton drill, seed " + seed);
        random = new Random(seed);
        around = EmbeddedDefault.startWithTryton(directory, false);
        try {
            tryton = around.tryton().orElseThrow();
            proxy = FaultProxy.before(URI.create(tryton.url));
            jar = HubJar.built();
            if (!jar.hasStartCache()) {
                around.trainHub(jar);
            }
            startHub();
            shoppers = Shoppers.arrive(around, random);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts everything on an empty directory that the user of Tryton's servers can enter, with a few customers. */
    public static TrytonDrill start(Path directory, long seed) {
        return new TrytonDrill(directory, seed);
    }

    /** {@code [--seed S]}. Exit 0 only when all agree. */
    public static void main(String[] arguments) throws IOException {
        if (!TrytonServer.isInstalled()) {
            System.exit(3);
        }
        long seed = arguments.length == 2 && arguments[0].equals("--seed")
                ? Long.parseLong(arguments[1])
                : System.nanoTime() & 0xffff_ffffL;
        Path directory = Path.of(".hub", "tryton-drill");
        TrytonServer.stopIn(directory.resolve("tryton"));
        Folders.remove(directory);
        int status = 1;
        try (TrytonDrill drill = start(directory, seed)) {
            drill.play();
            status = 0;
        } catch (RuntimeException | AssertionError e) {
            System.err.println("seed " + seed + ", data in " + directory + ": " + e);
        }
        System.exit(status);
    }

    /** Sixty recharges and ten corrections in six rounds, each with its mishap; then all of it is compared. */
    public void play() {
        for (Mishap mishap : Mishap.values()) {
            CompletableFuture<List<Shoppers.Purchase>> shopping = shoppers.shop(RECHARGES_PER_ROUND);
            meet(mishap);
            shopping.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
            told(
                    "%-16s %d recharges, %d corrections",
                    mishap, shoppers.purchases().size(), booked);
        }
        Awaitility.await("agreement")
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreException(UncheckedIOException.class)
                .untilAsserted(this::check);
        compared();
        told(
                "agreed: %d recharges, %d corrections, %s captured",
                shoppers.purchases().size(),
                booked,
                Money.ofMinor(around.stripe().captured(CURRENCY), CURRENCY));
    }

    private void meet(Mishap mishap) {
        switch (mishap) {
            case HUB_KILLED, HUB_KILLED_AGAIN -> {
                anAccountantCorrects(2);
                later(running()::kill);
                startHub();
            }
            case TRYTON_KILLED -> {
                later(tryton::killAndStart);
                anAccountantCorrects(1);
            }
            case CONNECTION_CUT -> {
                proxy.when(passage -> isWrite(passage.body()), CUTS, new Trouble.ResetAfter());
                anAccountantCorrects(2);
            }
            case ANSWER_LOST -> {
                proxy.when(passage -> isWrite(passage.body()), CUTS, new Trouble.LoseAnswer());
                anAccountantCorrects(2);
            }
            case BOTH_KILLED -> {
                later(() -> {
                    running().kill();
                    tryton.killAndStart();
                });
                startHub();
                anAccountantCorrects(1);
            }
        }
    }

    private static boolean isWrite(String body) {
        return body.contains("model.account.move.create") || body.contains("model.account.move.post");
    }

    private void anAccountantCorrects(int times) {
        for (int i = 0; i < times; i++) {
            String customer = shoppers.people()
                    .get(random.nextInt(shoppers.people().size()))
                    .externalId();
            BigDecimal amount = BigDecimal.valueOf(1 + random.nextInt(2_000), DIGITS);
            BigDecimal gained = random.nextBoolean() ? amount : amount.negate();
            awaitParty(customer);
            tryton.book(customer, gained, "Correction " + ++booked);
            corrections.merge(customer, gained, BigDecimal::add);
        }
    }

    /** The hub makes it with the customer's first document. */
    private void awaitParty(String customer) {
        Awaitility.await("party " + customer)
                .atMost(LIMIT)
                .until(() -> tryton.database
                                .sql("select count(*) from party_party where code = :customer")
                                .param("customer", customer)
                                .query(Integer.class)
                                .single()
                        == 1);
    }

    private void later(Runnable mishap) {
        int delay = DELAY_MS_MIN + random.nextInt(DELAY_MS_MAX - DELAY_MS_MIN);
        CompletableFuture.runAsync(mishap, CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS))
                .join();
    }

    private void check() throws SQLException {
        assertThat(proxy.isSpent()).as("each trouble has happened").isTrue();
        try (var connection = around.postgres().connect(around.database())) {
            JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            assertThat(Agreement.limbo(jdbc)).as("deliveries in limbo").isEmpty();
            List<String> transfers = Agreement.texts(jdbc, "select id from ledger_transfer where kind <> 'ERP_ENTRY'");
            assertThat(transfers).hasSize(shoppers.purchases().size());
            assertThat(moves("description like 'trf\\_%'"))
                    .as("each reference once")
                    .containsExactlyInAnyOrderElementsOf(transfers);
            assertThat(moves("state <> 'posted'")).as("drafts").isEmpty();
            LedgerInvariants.check(jdbc);
        }
        shoppers.people().forEach(this::check);
    }

    private void check(Shoppers.Shopper shopper) {
        BigDecimal wanted = shoppers.purchases().stream()
                .filter(purchase -> purchase.shopper().equals(shopper))
                .map(purchase -> new BigDecimal(purchase.amount().amount()))
                .reduce(corrections.getOrDefault(shopper.externalId(), BigDecimal.ZERO), BigDecimal::add)
                .setScale(DIGITS);
        var wallet = shopper.portal().wallet();
        assertThat(wallet.at("/balance/amount").asText()).isEqualTo(wanted.toPlainString());
        assertThat(wallet.at("/erp/confirmed/amount").asText()).isEqualTo(wanted.toPlainString());
        assertThat(tryton.deposit(shopper.externalId())).isEqualByComparingTo(wanted);
    }

    /** By the hub itself, as its operators ask for it. */
    private void compared() {
        try (HubScript reconcile = HubScript.start(
                around.hubLog().resolveSibling("reconcile.out"),
                "reconcile",
                "--url",
                running().management().toString())) {
            int exit = reconcile.awaitEnd(LIMIT);
            assertThat(exit).as(reconcile.printed()).isZero();
            assertThat(reconcile.printed()).contains("\n0 differences, 0 of them standing, 0 unexplained");
        }
    }

    private List<String> moves(String which) {
        return tryton.database
                .sql("select coalesce(description, '') from account_move where " + which)
                .query(String.class)
                .list();
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is of a library that only the compiler has
    private void told(String format, Object... values) {
        long seconds = Duration.ofNanos(System.nanoTime() - since).toSeconds();
        System.out.printf("%4d s  %s%n", seconds, format.formatted(values));
    }

    private void startHub() {
        Map<String, String> changes = new LinkedHashMap<>(Map.of(
                "HUB_ERP_URL", proxy.url().toString(),
                "HUB_ERP_FENCE", "2s",
                "HUB_ERP_PROBE", "1s",
                "HUB_ERP_FEED_EVERY", "2s",
                "HUB_LANE_LEASE", "10s",
                "HUB_OPERATION_CALLLEASE", "5s",
                "SPRING_QUARTZ_STARTUPDELAY", "5s",
                "HUB_RECHARGE_SWEEP_INITIAL", "2s",
                "HUB_RECHARGE_SWEEP_EVERY", "2s",
                "HUB_RECHARGE_SWEEP_AFTER", "5s"));
        hub = HubProcess.start(jar, around.hubEnvironment(changes), around.hubLog());
        running().awaitReady(Duration.ofMinutes(2));
    }

    private HubProcess running() {
        if (hub == null) {
            throw new IllegalStateException("the hub was not started");
        }
        return hub;
    }

    @Override
    public void close() {
        if (hub != null) {
            hub.kill();
        }
        if (proxy != null) {
            proxy.close();
        }
        around.close();
    }
}
