package wallethub.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import wallethub.access.Caller;
import wallethub.id.StaffId;
import wallethub.operation.LinkedPage;
import wallethub.reporting.ReportingFixture.Owner;
import wallethub.testing.TestDatabase;

/** What a page over all customers costs among 10,000 movements, by what PostgreSQL counted; the customer's is in ReadCostTests. */
class MovementCostTests {

    private static final int LINES = 10_000;
    private static final int AT_ONCE = 250;
    private static final Caller STAFF = Caller.staff(StaffId.next(), "ses", Set.of(), "10.0.0.7");

    private static SingleConnectionDataSource session;
    private static ReportingFixture hub;
    private static Movements movements;

    private record Cost(long pages, long wholeTables, long byTime) {}

    @BeforeAll
    static void start() {
        session = new SingleConnectionDataSource(TestDatabase.freshSystemUrl(), "hub_app", "", true);
        session.setAutoCommit(true);
        hub = new ReportingFixture(session);
        movements = hub.bean(Movements.class);
        Owner[] owners = {hub.owner(), hub.owner(), hub.owner(), hub.owner()};
        for (int first = 1; first <= LINES; first += AT_ONCE) {
            ReadCostTests.post(hub, owners[first / AT_ONCE % owners.length], first, first + AT_ONCE - 1);
            if (first < 3 * AT_ONCE) {
                JdbcClient.create(TestDatabase.behind(session)).sql("analyze").update();
            }
        }
        JdbcClient.create(TestDatabase.behind(session)).sql("vacuum analyze").update();
    }

    @AfterAll
    static void stop() {
        hub.close();
        session.destroy();
    }

    /** A page of the time alone reads its own lines; a filter that fits nothing looks at its share and no further. */
    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void aPageIsReadByTheIndexOfTime(String mode) {
        hub.jdbc
                .sql("select set_config('plan_cache_mode', :mode, false)")
                .param("mode", mode)
                .query(String.class)
                .single();
        MovementFilter.Asked all = asked(null);
        LinkedPage<Movement> first = list(all, null);
        String cursor = ReportingFixture.cursor(first.page());
        for (int i = 0; i < 6; i++) {
            // The driver prepares a statement on the server from its fifth use on.
            assertThat(list(all, cursor).page().items()).hasSize(10);
        }

        Cost later = cost(() -> assertThat(list(all, cursor).page().items()).hasSize(10));
        assertThat(later.wholeTables()).as(later.toString()).isZero();
        assertThat(later.byTime()).as(later.toString()).isPositive();
        assertThat(later.pages()).as(later.toString()).isBetween(10L, 250L);

        Cost rare = cost(() -> {
            LinkedPage<Movement> page = list(asked("refused"), null);
            assertThat(page.page().items()).isEmpty();
            assertThat(page.page().next()).isNotNull();
            assertThat(page.page().page().totalIsExact()).isFalse();
        });
        assertThat(rare.wholeTables()).as(rare.toString()).isZero();
        // Each with its posting through an index of three levels.
        assertThat(rare.pages()).as(rare.toString()).isLessThan(15L * MovementStore.LOOKED_AT_MAX);
    }

    private static MovementFilter.Asked asked(@Nullable String erpState) {
        return new MovementFilter.Asked(null, null, null, null, null, null, null, erpState);
    }

    private static LinkedPage<Movement> list(MovementFilter.Asked asked, @Nullable String cursor) {
        return movements.list("list", asked, 10, cursor, STAFF);
    }

    private static Cost cost(Runnable read) {
        Cost before = counted();
        read.run();
        Cost after = counted();
        return new Cost(
                after.pages() - before.pages(),
                after.wholeTables() - before.wholeTables(),
                after.byTime() - before.byTime());
    }

    private static Cost counted() {
        hub.jdbc.sql("select pg_stat_force_next_flush()").query().listOfRows();
        return hub.jdbc
                .sql("""
                        select sum(i.heap_blks_hit + i.heap_blks_read + i.idx_blks_hit + i.idx_blks_read)::bigint as pages,
                            sum(t.seq_scan)::bigint as whole,
                            (select idx_scan from pg_stat_user_indexes
                                where indexrelname = 'ledger_transfer_recorded_at_id_idx') as by_time
                        from pg_statio_user_tables i join pg_stat_user_tables t using (relid)
                        where t.relname in ('ledger_entry', 'ledger_transfer', 'ledger_posting')
                        """)
                .query((row, n) -> new Cost(row.getLong("pages"), row.getLong("whole"), row.getLong("by_time")))
                .single();
    }
}
