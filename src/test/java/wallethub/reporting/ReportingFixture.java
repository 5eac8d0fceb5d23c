package wallethub.reporting;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.Caller;
import wallethub.id.CustomerId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.money.Money;
import wallethub.operation.Cursors;
import wallethub.operation.ItemPage;
import wallethub.testing.LedgerInvariants;
import wallethub.testing.LoginKeys;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;

/** Everything up to the reports on a database of its own, in Riyadh's time, without HTTP and without Camel. */
final class ReportingFixture implements AutoCloseable {

    static final Currency KWD = Currency.getInstance("KWD");
    static final Instant NOON = Instant.parse("2026-03-01T09:00:00Z");

    final TestClock clock = new TestClock(NOON);
    final DataSource database;
    final JdbcClient jdbc;
    final Ledger ledger;
    final ListTransactionsHandler list;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final TransactionTemplate transaction;
    private int keys;

    ReportingFixture() {
        this(TestDatabase.fresh());
    }

    ReportingFixture(DataSource database) {
        this.database = database;
        jdbc = JdbcClient.create(database);
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings()));
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(DataSource.class, () -> database);
        context.registerBean(JdbcClient.class, () -> jdbc);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(PlatformTransactionManager.class, () -> new DataSourceTransactionManager(database));
        context.registerBean(
                TransactionTemplate.class,
                () -> new TransactionTemplate(context.getBean(PlatformTransactionManager.class)));
        context.registerBean(Cursors.class, () -> new Cursors(jdbc));
        context.register(Packages.class);
        context.refresh();
        ledger = context.getBean(Ledger.class);
        list = context.getBean(ListTransactionsHandler.class);
        transaction = context.getBean(TransactionTemplate.class);
    }

    private static Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(LoginKeys.settings());
        settings.put("hub.mappings.dir", "mappings");
        settings.put("hub.mappings.business-zone", "Asia/Riyadh");
        settings.put("hub.erp.connector", "rest");
        settings.put("hub.erp.url", "http://localhost:1");
        settings.put("hub.erp.token", "token-of-an-erp-that-nobody-calls");
        settings.put("hub.crm.endpoint-id", "crm-endpoint".repeat(3));
        settings.put("hub.crm.secrets[0]", "whsec_c2VjcmV0LW9mLWEtY3JtLXRoYXQtbmV2ZXItY2FsbHM=");
        return settings;
    }

    @ConfigurationPropertiesScan("wallethub")
    @ComponentScan(
            basePackages = {
                "wallethub.mapping",
                "wallethub.lane",
                "wallethub.gateway",
                "wallethub.ledger",
                "wallethub.customer",
                "wallethub.recharge",
                "wallethub.reporting"
            },
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.camel\\..*"))
    static class Packages {}

    /** A customer with a wallet. */
    record Owner(CustomerId customer, WalletId wallet) {
        Caller caller() {
            return Caller.customer(customer, Set.of("wallet.view"));
        }
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Owner owner() {
        Owner owner = new Owner(CustomerId.next(), WalletId.next());
        transaction.executeWithoutResult(status -> ledger.openWallet(owner.wallet(), owner.customer(), KWD));
        return owner;
    }

    TransferId post(Owner owner, TransferKind kind, long minorUnits) {
        keys++;
        Transfer transfer = new Transfer(
                TransferId.next(),
                kind,
                owner.wallet(),
                new Money(minorUnits, KWD),
                "clearing:tests",
                "key-" + keys,
                clock.instant());
        PostOutcome outcome = transaction.execute(status -> ledger.post(transfer));
        if (!(outcome instanceof PostOutcome.Posted)) {
            throw new AssertionError(outcome);
        }
        return transfer.id();
    }

    Optional<ItemPage<TransactionView>> list(Owner owner, ListTransactions command) {
        return list.handle(command, owner.caller()).map(TransactionPage::page);
    }

    static ListTransactions page(long page, int size, @Nullable Long asOf) {
        return new ListTransactions(page, size, asOf, null, null, null, null);
    }

    static ListTransactions filter(
            int size, @Nullable String kind, @Nullable String from, @Nullable String to, @Nullable String cursor) {
        return new ListTransactions(1, size, null, cursor, kind, from, to);
    }

    /** The cursor in what a page says of the next one. */
    static @Nullable String cursor(ItemPage<?> page) {
        return page.next() == null ? null : page.next().replaceAll(".*cursor=", "");
    }

    @Override
    public void close() {
        LedgerInvariants.check(database);
        context.close();
    }
}
