package wallethub.customer;

import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.database.RowScope;
import wallethub.id.HoldId;
import wallethub.id.TransferId;
import wallethub.ledger.Capture;
import wallethub.ledger.Hold;
import wallethub.ledger.HoldOutcome;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.ledger.Wallet;
import wallethub.money.Money;
import wallethub.setting.Settings;
import wallethub.testing.CustomerRow;
import wallethub.testing.LedgerInvariants;
import wallethub.testing.PackageContext;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;

/** Wallets with their alerts and the topic's lane, on a database of their own that shows each scope its rows only. */
final class AlertFixture implements AutoCloseable {

    static final Currency KWD = Currency.getInstance("KWD");
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    final TestClock clock = new TestClock(NOW);
    final DataSource database = TestDatabase.fresh();
    final CountedStatements statements = new CountedStatements(TestDatabase.withoutScope(database));
    final JdbcClient behind = JdbcClient.create(TestDatabase.behind(database));
    final AnnotationConfigApplicationContext context = PackageContext.of(
            statements,
            clock,
            // So that somebody wants the events.
            Map.of("hub.kafka.brokers", "127.0.0.1:1"),
            Packages.class);
    final Ledger ledger = context.getBean(Ledger.class);
    final WalletAlerts alerts = context.getBean(WalletAlerts.class);
    private final TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
    private final AtomicInteger customers = new AtomicInteger();

    @EnableTransactionManagement
    @ConfigurationPropertiesScan("wallethub")
    @ComponentScan(
            basePackages = {
                "wallethub.database",
                "wallethub.mapping",
                "wallethub.lane",
                "wallethub.access",
                "wallethub.operation",
                "wallethub.ledger",
                "wallethub.customer"
            },
            excludeFilters =
                    @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(\\.camel\\..*|(Tests|IT|Fixture).*)"))
    // As in a running hub, which does not ask for its settings each time.
    @ComponentScan(
            basePackages = "wallethub.setting",
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.SettingLooks"))
    static class Packages {}

    <T> T inTransaction(RowScope scope, Supplier<T> work) {
        return scope.call(() -> transaction.execute(status -> work.get()));
    }

    /** As the hub's own work. */
    <T> T inTransaction(Supplier<T> work) {
        return inTransaction(RowScope.system(), work);
    }

    void run(Runnable work) {
        inTransaction(() -> {
            work.run();
            return true;
        });
    }

    CustomerRow customer() {
        CustomerRow row = CustomerRow.of("+9655%07d".formatted(customers.incrementAndGet()));
        row.insert(behind);
        run(() -> ledger.openWallet(row.wallet(), row.id(), KWD));
        return row;
    }

    /** One whose wallet has that; it came in one piece. */
    CustomerRow customer(String balance) {
        CustomerRow row = customer();
        move(row, TransferKind.RECHARGE, balance);
        return row;
    }

    TransferId move(CustomerRow customer, TransferKind kind, String amount) {
        Transfer transfer = transfer(customer, kind, amount);
        if (!(inTransaction(() -> ledger.post(transfer)) instanceof PostOutcome.Posted)) {
            throw new AssertionError(kind + " of " + amount + " was refused");
        }
        return transfer.id();
    }

    Transfer transfer(CustomerRow customer, TransferKind kind, String amount) {
        TransferId id = TransferId.next();
        return new Transfer(id, kind, customer.wallet(), dinars(amount), "clearing:tests", id.text(), clock.instant());
    }

    HoldId hold(CustomerRow customer, String amount) {
        HoldId id = HoldId.next();
        Hold hold = new Hold(
                id,
                customer.wallet(),
                dinars(amount),
                id.text(),
                clock.instant().plus(Duration.ofHours(1)));
        if (!(inTransaction(() -> ledger.place(hold)) instanceof HoldOutcome.Placed)) {
            throw new AssertionError("a hold of " + amount + " was refused");
        }
        return id;
    }

    void capture(HoldId hold, String amount, boolean keepRest) {
        TransferId id = TransferId.next();
        Capture capture = new Capture(hold, id, dinars(amount), keepRest, "revenue:tests", id.text(), clock.instant());
        if (!(inTransaction(() -> ledger.capture(capture)) instanceof HoldOutcome.Spent)) {
            throw new AssertionError("a capture of " + amount + " was refused");
        }
    }

    /** The ERP refuses a payment, and it is given back. */
    void giveBack(TransferId payment) {
        run(() -> {
            context.getBean(JdbcClient.class)
                    .sql("select ledger_settle_postings(array[:id], array['refused'], array[null::text], array[now()])")
                    .param("id", payment.text())
                    .query(Integer.class)
                    .single();
            ledger.takeBack(payment, TransferId.next());
        });
    }

    Wallet wallet(CustomerRow customer) {
        return RowScope.system().call(() -> ledger.find(customer.wallet()).orElseThrow());
    }

    /** Kinds that stand, in alphabetical order. */
    List<String> open(CustomerRow customer) {
        return behind.sql("select kind from customer_alert where wallet_id = :w and cleared_at is null order by kind")
                .param("w", customer.wallet().text())
                .query(String.class)
                .list();
    }

    /** What was told to the topic, in its order: {@code raised low_balance}. */
    List<String> told(CustomerRow customer) {
        return behind.sql("""
                        select substr(kind, 7) || ' ' || (convert_from(body, 'UTF8')::json ->> 'kind') from lane_event
                        where key = :w and kind like 'alert.%' order by id
                        """)
                .param("w", customer.wallet().text())
                .query(String.class)
                .list();
    }

    /** As if the staff had set them, to others than before; they are in force. */
    void thresholds(int version, String json) {
        WalletThresholds before = thresholds();
        behind.sql("""
                        insert into setting_version (group_name, version, content, changed_by, reason, changed_at)
                        values ('wallet-thresholds', :version, :json, 'staff:s', 'why', now())
                        """).param("version", version).param("json", json).update();
        Awaitility.await("the thresholds").until(() -> !thresholds().equals(before));
    }

    private WalletThresholds thresholds() {
        return context.getBean(Settings.class).current(context.getBean(WalletThresholdGroup.class));
    }

    static Money dinars(String amount) {
        return Money.parse(amount, KWD);
    }

    @Override
    public void close() {
        LedgerInvariants.check(database);
        context.close();
    }
}
