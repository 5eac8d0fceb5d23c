package wallethub.reporting;

import java.time.Instant;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
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
import wallethub.operation.LinkedPage;
import wallethub.testing.LedgerInvariants;
import wallethub.testing.PackageContext;
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
    private final AnnotationConfigApplicationContext context;
    private final TransactionTemplate transaction;
    private int keys;

    ReportingFixture() {
        this(TestDatabase.fresh());
    }

    ReportingFixture(DataSource database) {
        this.database = database;
        jdbc = JdbcClient.create(database);
        context = PackageContext.of(
                database, clock, Map.of("hub.mappings.business-zone", "Asia/Riyadh"), Packages.class, Cursors.class);
        ledger = context.getBean(Ledger.class);
        list = context.getBean(ListTransactionsHandler.class);
        transaction = context.getBean(TransactionTemplate.class);
    }

    @EnableTransactionManagement
    @ConfigurationPropertiesScan("wallethub")
    @ComponentScan(
            basePackages = {
                "wallethub.mapping",
                "wallethub.lane",
                "wallethub.gateway",
                "wallethub.ledger",
                "wallethub.customer",
                "wallethub.approval",
                "wallethub.recharge",
                "wallethub.reporting"
            },
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.camel\\..*"))
    @ComponentScan(
            basePackages = "wallethub.access",
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.(Audit(Log|Store)|KeyedHash)"))
    static class Packages {}

    /** A customer with a wallet. */
    record Owner(CustomerId customer, WalletId wallet) {
        Caller caller() {
            return Caller.customer(customer, Set.of(CustomerPermission.WALLET_VIEW));
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
        return list.handle(command, owner.caller()).map(LinkedPage::page);
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
