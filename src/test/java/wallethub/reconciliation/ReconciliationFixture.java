package wallethub.reconciliation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.customer.ErasedCustomers;
import wallethub.id.CustomerId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.lane.DeliveryListener;
import wallethub.lane.Settlement;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.mapping.Outcome;
import wallethub.money.Money;
import wallethub.testing.LedgerInvariants;
import wallethub.testing.LoginKeys;
import wallethub.testing.PackageContext;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;

/** The ledger beside an ERP on paper, and a reconciler between them. */
final class ReconciliationFixture implements AutoCloseable {

    static final Currency KWD = Currency.getInstance("KWD");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    final HikariDataSource database = pool();
    final JdbcClient jdbc = JdbcClient.create(database);
    final PaperErp erp = new PaperErp();
    private final AnnotationConfigApplicationContext context =
            PackageContext.of(database, new TestClock(NOON), Map.of(), Packages.class);
    private final TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
    final Ledger ledger = context.getBean(Ledger.class);
    final Map<WalletId, String> customers = new HashMap<>();
    private int runs;

    @ConfigurationPropertiesScan("wallethub")
    @ComponentScan(
            basePackages = {"wallethub.mapping", "wallethub.lane", "wallethub.ledger"},
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.camel\\..*"))
    static class Packages {}

    private static HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(TestDatabase.fresh());
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    Reconciler reconciler() {
        return reconciler(settings(3, Duration.ZERO));
    }

    Reconciler reconciler(ReconciliationSettings settings) {
        Reconciler made = new Reconciler(
                new RunStore(jdbc),
                erp,
                new ErasedCustomers(jdbc, LoginKeys.keyedHash()),
                settings,
                context.getBean(PlatformTransactionManager.class));
        made.start();
        return made;
    }

    static ReconciliationSettings settings(int page, Duration grace) {
        return new ReconciliationSettings("-", page, 1_000_000, Duration.ofMinutes(1), grace, Duration.ofDays(400));
    }

    /** A whole run of its own. */
    RunReport run() {
        return run(reconciler(), "run-" + ++runs);
    }

    RunReport run(Reconciler reconciler, String key) {
        reconciler.runNow(key);
        return reconciler.last(1).stream()
                .flatMap(run -> reconciler.report(run.id()).stream())
                .findFirst()
                .orElseThrow();
    }

    /** Each difference in one line: cause, note, amounts of hub and ERP. */
    static List<String> found(RunReport report) {
        return report.items().stream()
                .map(item ->
                        item.cause() + " " + item.note() + " " + item.reference() + " " + item.hub() + " " + item.erp())
                .sorted()
                .toList();
    }

    WalletId wallet() {
        return wallet(KWD);
    }

    WalletId wallet(Currency currency) {
        WalletId wallet = WalletId.next();
        CustomerId customer = CustomerId.next();
        String code = "C-" + (customers.size() + 1);
        inTransaction(() -> {
            ledger.openWallet(wallet, customer, currency);
            return jdbc.sql("""
                            insert into customer_mirror (id, wallet_id, external_id, name, mobile, language, currency, version,
                                changed_at, mirrored_at)
                            values (:id, :wallet, :code, 'N', '+96500000000', 'en', :currency, 1, now(), now())
                            """)
                    .param("id", customer.text())
                    .param("wallet", wallet.text())
                    .param("code", code)
                    .param("currency", currency.getCurrencyCode())
                    .update();
        });
        customers.put(wallet, code);
        return wallet;
    }

    String customer(WalletId wallet) {
        return Objects.requireNonNull(customers.get(wallet));
    }

    /** Posted here, on its way to the ERP. */
    TransferId post(WalletId wallet, TransferKind kind, long minor) {
        return post(wallet, kind, minor, "key-" + TransferId.next());
    }

    TransferId post(WalletId wallet, TransferKind kind, long minor, String key) {
        TransferId id = TransferId.next();
        Money amount =
                new Money(minor, ledger.find(wallet).orElseThrow().balance().currency());
        PostOutcome outcome = inTransaction(
                () -> ledger.post(new Transfer(id, kind, wallet, amount, "clearing:stripe:main", key, NOON)));
        if (!(outcome instanceof PostOutcome.Posted)) {
            throw new IllegalStateException("not posted: " + outcome);
        }
        return id;
    }

    /** Posted on both sides, and known to be. */
    TransferId booked(WalletId wallet, long minor) {
        TransferId id = post(wallet, minor > 0 ? TransferKind.RECHARGE : TransferKind.PAYMENT, minor);
        erp.book(id.text(), customer(wallet), new Money(minor, KWD));
        settle(id, Outcome.SUCCESS);
        return id;
    }

    /** What the ERP said of it reaches the ledger; in these tests nobody gives anything back by itself. */
    void settle(TransferId transfer, Outcome outcome) {
        inTransaction(() -> {
            context.getBeanProvider(DeliveryListener.class)
                    .orderedStream()
                    .forEach(listener -> listener.settled(List.of(new Settlement(
                            "erp",
                            1,
                            "recharge.succeeded",
                            transfer.text(),
                            ("{\"transferId\":\"" + transfer + "\"}").getBytes(UTF_8),
                            outcome,
                            "CODE",
                            null,
                            true,
                            null,
                            "N",
                            NOON))));
            return true;
        });
    }

    /** As the hub does with a payment that was refused for good. */
    TransferId takeBack(TransferId payment) {
        TransferId reversal = TransferId.next();
        inTransaction(() -> {
            var unused = ledger.takeBack(payment, reversal);
            return jdbc.sql("""
                            insert into books_refusal (transfer_id, reversal_id, delivery_id, code, settled_at)
                            values (:payment, :reversal, 1, 'C', now())
                            """)
                    .param("payment", payment.text())
                    .param("reversal", reversal.text())
                    .update();
        });
        return reversal;
    }

    <T> T inTransaction(Supplier<T> work) {
        return transaction.execute(status -> work.get());
    }

    @Override
    public void close() {
        LedgerInvariants.check(database);
        context.close();
        database.close();
    }
}
