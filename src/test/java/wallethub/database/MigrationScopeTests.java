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

    /** Customers of before the search of names are found by it, and what names them now is their words and nothing else. */
    @Test
    void namesOfCustomersWhoWereThereBeforeHaveTheirWords() {
        DataSource database = TestDatabase.fresh();
        JdbcClient behind = JdbcClient.create(TestDatabase.behind(database));
        flyway(database, "41").clean();
        flyway(database, "41").migrate();
        behind.sql("""
                        insert into customer_mirror (id, wallet_id, external_id, name, mobile, language, currency, version,
                            changed_at, mirrored_at)
                        values ('cus_1', 'wal_1', 'C-1', 'Noor  Al-Sabah', '+96551230000', 'en', 'KWD', 1, now(), now()),
                            ('cus_2', 'wal_2', 'C-2', U&'\\0623\\062D\\0645\\062F noor', '+96551230001', 'ar', 'KWD', 1, now(), now()),
                            ('cus_3', 'wal_3', 'erased:x', '', '', 'ar', 'KWD', 1, now(), now())
                        """).update();

        flyway(database, "latest").migrate();

        assertThat(behind.sql("select customer_id || ' ' || word from customer_word order by 1")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder(
                        "cus_1 al", "cus_1 noor", "cus_1 sabah", "cus_2 noor", "cus_2 \u0627\u062d\u0645\u062f");
        behind.sql("update customer_mirror set name = 'Sabah' where id = 'cus_1'")
                .update();
        assertThat(behind.sql("select word from customer_word where customer_id = 'cus_1'")
                        .query(String.class)
                        .list())
                .containsExactly("sabah");
    }

    private static Flyway flyway(DataSource database, String target) {
        return Flyway.configure()
                .dataSource(TestDatabase.ownerWithoutScope(database))
                .placeholders(Map.of("app", DatabaseRoles.APP))
                .cleanDisabled(false)
                .target(target)
                .load();
    }
}
