package wallethub.customer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import wallethub.operation.CursorList;
import wallethub.testing.TestDatabase;

/** What finding a name costs among 20,000 customers, half of them of one name, by what PostgreSQL counted. */
class CustomerSearchTests {

    @Test
    void aNameIsFoundByTheIndexOfWordsAndACommonOneInShares() {
        var session = new SingleConnectionDataSource(TestDatabase.freshSystemUrl(), "hub_app", "", true);
        try {
            JdbcClient jdbc = JdbcClient.create(session);
            JdbcClient behind = JdbcClient.create(TestDatabase.behind(session));
            behind.sql("""
                            insert into customer_mirror (id, wallet_id, external_id, name, mobile, language, currency, version,
                                changed_at, mirrored_at)
                            select 'cus_' || lpad(n::text, 26, '0'), 'wal_' || lpad(n::text, 26, '0'), 'crm-' || n,
                                case when n % 2 = 0 then 'Mohammed' else 'Salem' end || ' Number' || n,
                                '+9655' || lpad(n::text, 7, '0'), 'en', 'KWD', 1, now(), now()
                            from generate_series(1, 20000) n
                            """).update();
            behind.sql("vacuum analyze").update();
            CustomerSearchStore store = new CustomerSearchStore(jdbc);
            for (String mode : List.of("force_custom_plan", "force_generic_plan")) {
                jdbc.sql("select set_config('plan_cache_mode', :mode, false)")
                        .param("mode", mode)
                        .query(String.class)
                        .single();
                for (int i = 0; i < 6; i++) {
                    assertThat(store.search(List.of("number12345", "salem"), "", 11)
                                    .found())
                            .hasSize(1);
                }
                long before = wholeTables(jdbc);
                CursorList.Look<Customer> common = store.search(List.of("mohammed"), "", 11);
                CursorList.Look<Customer> next = store.search(
                        List.of("mohammed"), common.found().getLast().id().text(), 11);
                CursorList.Look<Customer> none = store.search(List.of("mohammed", "nobody"), "", 11);
                assertThat(wholeTables(jdbc)).as(mode).isEqualTo(before);

                assertThat(common.found()).hasSize(11);
                assertThat(common.matching()).isEqualTo(CustomerSearchStore.LOOKED_AT_MAX);
                assertThat(next.found()).hasSize(11).doesNotContainAnyElementsOf(common.found());
                assertThat(none.found()).isEmpty();
                assertThat(none.reached()).isNotNull();
            }
        } finally {
            session.destroy();
        }
    }

    private static long wholeTables(JdbcClient jdbc) {
        jdbc.sql("select pg_stat_force_next_flush()").query().listOfRows();
        return jdbc.sql("""
                        select sum(seq_scan)::bigint from pg_stat_user_tables
                        where relname in ('customer_word', 'customer_mirror')
                        """).query(Long.class).single();
    }
}
