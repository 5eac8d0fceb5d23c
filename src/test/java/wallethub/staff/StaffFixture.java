package wallethub.staff;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.Caller;
import wallethub.database.RowScope;
import wallethub.testing.PackageContext;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;

/** The staff's login on a database of its own, without HTTP and without Camel. */
final class StaffFixture implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    static final String ADDRESS = "10.0.0.1";

    final TestClock clock;
    final HikariDataSource database = new HikariDataSource();
    final JdbcClient behind;
    private final AnnotationConfigApplicationContext context;

    StaffFixture(Map<String, ?> settings) {
        this(settings, new TestClock(NOW));
    }

    StaffFixture(Map<String, ?> settings, TestClock clock) {
        this.clock = clock;
        database.setJdbcUrl(TestDatabase.freshUrl());
        database.setUsername("hub_app");
        database.setMaximumPoolSize(8);
        behind = JdbcClient.create(TestDatabase.behind(database));
        context = PackageContext.of(database, clock, settings, Packages.class);
    }

    @ConfigurationPropertiesScan("wallethub")
    @ComponentScan(
            basePackages = {
                "wallethub.database",
                "wallethub.mapping",
                "wallethub.lane",
                "wallethub.access",
                "wallethub.operation",
                "wallethub.setting",
                "wallethub.approval",
                "wallethub.staff"
            },
            excludeFilters = {
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.camel\\..*"),
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(Tests|IT|Fixture).*")
            })
    static class Packages {}

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** As an operation of the hub runs. */
    <T> T inTransaction(Supplier<T> work) {
        return RowScope.system().call(() -> bean(TransactionTemplate.class).execute(status -> work.get()));
    }

    Caller resolve(String token) {
        return bean(StaffTokens.class).resolve(token, ADDRESS);
    }

    long count(String sql) {
        return behind.sql(sql).query(Long.class).single();
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }
}
