package wallethub.books;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.Caller;
import wallethub.ledger.Ledger;
import wallethub.ledger.Wallet;
import wallethub.money.Money;
import wallethub.testing.CustomerRow;
import wallethub.testing.LedgerInvariants;
import wallethub.testing.PackageContext;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;

/** The packages from lanes to books on a database of their own, in Kuwait's time, without HTTP and without Camel. */
final class BooksFixture implements AutoCloseable {

    static final Currency KWD = Currency.getInstance("KWD");
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    final TestClock clock = new TestClock(NOON);
    final DataSource database = TestDatabase.fresh();
    final JdbcClient jdbc = JdbcClient.create(database);
    final FeedReader reader;
    final FeedsHealth health;
    final Ledger ledger;
    private final AnnotationConfigApplicationContext context;
    final ImportErpEntryHandler handler;
    final TransactionTemplate transaction;
    private int customers;

    BooksFixture(Map<String, String> settings) {
        context = PackageContext.of(database, clock, settings, Packages.class);
        reader = context.getBean(FeedReader.class);
        health = context.getBean(FeedsHealth.class);
        ledger = context.getBean(Ledger.class);
        handler = context.getBean(ImportErpEntryHandler.class);
        transaction = context.getBean(TransactionTemplate.class);
    }

    BooksFixture() {
        this(Map.of());
    }

    @ConfigurationPropertiesScan("wallethub")
    @ComponentScan(
            basePackages = {
                "wallethub.mapping",
                "wallethub.lane",
                "wallethub.ledger",
                "wallethub.customer",
                "wallethub.books"
            },
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.camel\\..*"))
    @ComponentScan(
            basePackages = "wallethub.access",
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.Audit(Log|Store)"))
    static class Packages {}

    /** One with a wallet in Kuwaiti dinars. */
    CustomerRow customer() {
        customers++;
        CustomerRow customer = CustomerRow.of("+9655%07d".formatted(customers));
        customer.insert(jdbc);
        transaction.executeWithoutResult(status -> ledger.openWallet(customer.wallet(), customer.id(), KWD));
        return customer;
    }

    Wallet wallet(CustomerRow customer) {
        return ledger.find(customer.wallet()).orElseThrow();
    }

    ImportOutcome apply(ImportErpEntry told) {
        return transaction.execute(status -> handler.handle(told, Caller.system("erp-feed-apply")));
    }

    static Money dinars(String amount) {
        return Money.parse(amount, KWD);
    }

    /** A whole reading of these pages; the position moves. */
    Reading read(ErpFeed feed, boolean full, String... pages) {
        Reading reading = reader.begin(feed, full);
        for (String page : pages) {
            reading = reader.store(reading, page.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return reading;
    }

    /** The ids of the letters in the lane, in the order they were stored. */
    List<String> letters() {
        return jdbc.sql("select convert_from(body, 'UTF8')::jsonb ->> 'id' from lane_event order by id")
                .query(String.class)
                .list();
    }

    List<String> findings() {
        return jdbc.sql("select cause || ' ' || item_id from books_v_finding order by id")
                .query(String.class)
                .list();
    }

    List<String> events() {
        return jdbc.sql("select type from lane_event where type <> 'letter' order by id")
                .query(String.class)
                .list();
    }

    @Override
    public void close() {
        try {
            LedgerInvariants.check(database);
        } finally {
            context.close();
        }
    }
}
