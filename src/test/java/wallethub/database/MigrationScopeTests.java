package wallethub.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.testing.DatabaseRoles;
import wallethub.testing.TestDatabase;

/** A migration that moves data: the owner is under the policies too. */
class MigrationScopeTests {

    @Test
    void aMigrationFindsAllRowsAndItsConnectionFindsNoneAfterwards() {
        DataSource database = TestDatabase.fresh();
        JdbcClient behind = JdbcClient.create(TestDatabase.behind(database));
        behind.sql("insert into ledger_wallet (id, customer_id, currency, opened_at) values ('w', 'c', 'KWD', now())")
                .update();
        var config = new HikariConfig();
        config.setDataSource(TestDatabase.ownerWithoutScope(database));
        config.setMaximumPoolSize(2);
        try (var pool = new HikariDataSource(config)) {
            Flyway.configure()
                    .dataSource(pool)
                    .locations("classpath:db/migration", "classpath:database/later")
                    .placeholders(Map.of("app", DatabaseRoles.APP))
                    .load()
                    .migrate();
            assertThat(behind.sql("select frozen from ledger_wallet")
                            .query(Boolean.class)
                            .single())
                    .isTrue();
            JdbcClient owner = JdbcClient.create(pool);
            for (int i = 0; i < 4; i++) {
                assertThat(owner.sql("select count(*) from ledger_wallet")
                                .query(Long.class)
                                .single())
                        .isZero();
            }
        }
    }
}
