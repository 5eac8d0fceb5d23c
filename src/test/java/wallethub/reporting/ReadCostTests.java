package wallethub.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.reporting.ReportingFixture.cursor;
import static wallethub.reporting.ReportingFixture.filter;
import static wallethub.reporting.ReportingFixture.page;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import wallethub.ledger.TransferKind;
import wallethub.operation.ItemPage;
import wallethub.reporting.ReportingFixture.Owner;
import wallethub.testing.TestDatabase;

/**
 * What reading costs on a wallet of 100,000 lines, by what PostgreSQL itself counted of the statements as they ran: which
 * index they used, whether a table was read from end to end, how many pages were touched.
 */
class ReadCostTests {

    private static final int LINES = 100_000;
    // A statement passes over all versions of the wallet's row that it has made: many small ones are faster.
    private static final int AT_ONCE = 250;
    // How many lines are booked so many hours after the first; see post.
    private static final long[] BOOKED =
            IntStream.rangeClosed(0, 10).mapToLong(ReadCostTests::booked).toArray();
    private static SingleConnectionDataSource session;
    private static ReportingFixture hub;
    private static Owner owner;

    /** What a statement did to the ledger's entries, transfers and postings. */
    record Cost(long pages, long wholeTables, long byNumber) {}

    @BeforeAll
    static void start() {
        // One session, because it says when what it counted is to be seen, and how it plans.
        session = new SingleConnectionDataSource(TestDatabase.freshSystemUrl(), "hub_app", "", true);
        session.setAutoCommit(true);
        hub = new ReportingFixture(session);
        owner = hub.owner();
        hub.post(owner, TransferKind.RECHARGE, 7);
        for (int first = 2; first <= LINES; first += AT_ONCE) {
            post(hub, owner, first, Math.min(first + AT_ONCE - 1, LINES));
            if (first < 10 * AT_ONCE) {
                // Plans made for empty tables read them from end to end for every line.
                JdbcClient.create(TestDatabase.behind(session)).sql("analyze").update();
            }
        }
        for (int i = 0; i < 100; i++) {
            hub.post(hub.owner(), TransferKind.RECHARGE, 5);
        }
        JdbcClient.create(TestDatabase.behind(session)).sql("vacuum analyze").update();
    }

    private static long booked(int hours) {
        long lines = 1;
        for (int first = 2; first <= LINES && 1 + first / 10_000 <= hours; first += AT_ONCE) {
            lines = Math.min(first + AT_ONCE - 1, LINES);
        }
        return lines;
    }

    /** Refunds in one statement; of all of them, each ten thousand an hour after the last. */
    static void post(ReportingFixture hub, Owner owner, int first, int last) {
        hub.jdbc
                .sql("""
                        select count(*) from ledger_post_batch(
                            array(select 'trf_' || lpad(n::text, 26, '0') from generate_series(:first, :last) n),
                            array(select 'REFUND' from generate_series(:first, :last) n),
                            array(select cast(:wallet as text) from generate_series(:first, :last) n),
                            array(select 1::bigint from generate_series(:first, :last) n),
                            array(select 'KWD' from generate_series(:first, :last) n),
                            array(select 'clearing:tests' from generate_series(:first, :last) n),
                            array(select 'seed-' || n from generate_series(:first, :last) n),
                            array(select cast(:at as timestamptz) from generate_series(:first, :last) n),
                            cast(:at as timestamptz))
                        """)
                .param("first", first)
                .param("last", last)
                .param("wallet", owner.wallet().text())
                .param(
                        "at",
                        ReportingFixture.NOON
                                .plusSeconds(3_600L * (1 + first / 10_000))
                                .toString())
                .query(Integer.class)
                .single();
    }

    @AfterAll
    static void stop() {
        hub.close();
        session.destroy();
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void aPageReadsAFewPagesWhereverItIs(String mode) {
        planned(mode);
        for (long number : new long[] {1, 2, 5_000, 10_000}) {
            Cost cost = cost(() -> hub.list(owner, page(number, 10, number == 1 ? null : (long) LINES))
                    .orElseThrow());
            assertThat(cost.wholeTables()).as("page %s: %s", number, cost).isZero();
            assertThat(cost.byNumber()).as("page %s: %s", number, cost).isPositive();
            // Ten lines, each with its transfer and its posting through an index of three levels.
            assertThat(cost.pages()).as("page %s: %s", number, cost).isBetween(10L, 130L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void aLaterPageOfAFilterReadsAFewPagesToo(String mode) {
        planned(mode);
        ItemPage<TransactionView> first =
                hub.list(owner, filter(10, "refund", null, null, null)).orElseThrow();
        assertThat(first.page().totalItems()).isEqualTo(1_000);
        assertThat(first.page().totalIsExact()).isFalse();
        assertThat(first.page().totalPages()).isNull();
        Cost cost = cost(() ->
                hub.list(owner, filter(10, "refund", null, null, cursor(first))).orElseThrow());
        assertThat(cost.wholeTables()).as(cost.toString()).isZero();
        assertThat(cost.pages()).as(cost.toString()).isBetween(10L, 200L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void datesAreFoundByHalving(String mode) {
        planned(mode);
        // Before all the others there is one line.
        String to = ReportingFixture.NOON.plusSeconds(1).toString();
        Cost cost = cost(() -> {
            ItemPage<TransactionView> page =
                    hub.list(owner, filter(10, "recharge", null, to, null)).orElseThrow();
            assertThat(page.items())
                    .singleElement()
                    .satisfies(line -> assertThat(line.number()).isEqualTo(1));
            return page;
        });
        assertThat(cost.wholeTables()).as(cost.toString()).isZero();
    }

    /** Half an hour behind five times ten thousand lines, or before all of them: the same few pages. */
    @ParameterizedTest
    @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
    void aPastBalanceIsFoundByHalving(String mode) {
        planned(mode);
        var balances = hub.bean(GetPastBalanceHandler.class);
        hub.clock.advance(Duration.ofHours(24));
        for (int hours : new int[] {0, 1, 5, 10}) {
            String at =
                    ReportingFixture.NOON.plusSeconds(3_600L * hours + 1_800).toString();
            // The driver prepares a statement on the server from its fifth use on.
            for (int i = 0; i < 6; i++) {
                assertThat(balances.handle(new GetPastBalance(at), owner.caller()))
                        .isPresent();
            }
            Cost cost = cost(() -> {
                PastBalance found =
                        balances.handle(new GetPastBalance(at), owner.caller()).orElseThrow();
                assertThat(found.number()).isEqualTo(BOOKED[hours]);
                assertThat(found.balance().minorUnits()).isEqualTo(BOOKED[hours] - 1 + 7);
                return found;
            });
            assertThat(cost.wholeTables()).as("%s: %s", at, cost).isZero();
            // Seventeen halvings, twice, each of an index of three levels.
            assertThat(cost.pages()).as("%s: %s", at, cost).isBetween(10L, 300L);
        }
    }

    /** The only line of its kind is the oldest of 100,000: no request looks at more than its share. */
    @Test
    void aRareKindIsFoundInShares() {
        planned("auto");
        String cursor = null;
        int pages = 0;
        ItemPage<TransactionView> page;
        do {
            page = hub.list(owner, filter(10, "recharge", null, null, cursor)).orElseThrow();
            cursor = cursor(page);
            pages++;
            assertThat(page.page().totalIsExact()).isFalse();
            assertThat(page.items()).hasSize(cursor == null ? 1 : 0);
        } while (cursor != null && pages < 100);
        assertThat(pages).isEqualTo(LINES / TransactionStore.LOOKED_AT_MAX);
        assertThat(page.items().getFirst().number()).isEqualTo(1);
    }

    private static void planned(String mode) {
        switch (mode) {
            case "force_custom_plan" ->
                hub.jdbc.sql("set plan_cache_mode = force_custom_plan").update();
            case "force_generic_plan" ->
                hub.jdbc.sql("set plan_cache_mode = force_generic_plan").update();
            default -> hub.jdbc.sql("set plan_cache_mode = auto").update();
        }
        // The driver prepares a statement on the server from its fifth use on.
        for (int i = 0; i < 6; i++) {
            assertThat(hub.list(owner, page(1, 10, null))).isPresent();
            assertThat(hub.list(owner, filter(10, "refund", null, null, null))).isPresent();
        }
    }

    private static Cost cost(Supplier<?> read) {
        Cost before = counted();
        assertThat(read.get()).isNotNull();
        Cost after = counted();
        return new Cost(
                after.pages() - before.pages(),
                after.wholeTables() - before.wholeTables(),
                after.byNumber() - before.byNumber());
    }

    private static Cost counted() {
        hub.jdbc.sql("select pg_stat_force_next_flush()").query().listOfRows();
        return hub.jdbc
                .sql("""
                        select sum(i.heap_blks_hit + i.heap_blks_read + i.idx_blks_hit + i.idx_blks_read)::bigint as pages,
                            sum(t.seq_scan)::bigint as whole,
                            (select idx_scan from pg_stat_user_indexes
                                where indexrelname = 'ledger_entry_wallet_id_number_unique') as by_number
                        from pg_statio_user_tables i join pg_stat_user_tables t using (relid)
                        where t.relname in ('ledger_entry', 'ledger_transfer', 'ledger_posting')
                        """)
                .query((row, n) -> new Cost(row.getLong("pages"), row.getLong("whole"), row.getLong("by_number")))
                .single();
    }
}
