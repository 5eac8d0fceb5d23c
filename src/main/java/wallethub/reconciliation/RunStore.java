package wallethub.reconciliation;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.instantOrNull;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The SQL of runs. Leases and times are of the database's clock: several instances ask by it. */
@Repository
class RunStore {

    private final JdbcClient jdbc;

    RunStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Ends what nobody works on any more. */
    int failAbandoned() {
        return jdbc.sql("""
                        update reconciliation_run set state = 'failed', failure = 'ABANDONED', finished_at = clock_timestamp()
                        where state = 'running' and lease_until < clock_timestamp()
                        """).update();
    }

    /** The one of this key, unless it failed. */
    Optional<Run> find(String key) {
        return jdbc.sql("select * from reconciliation_run where key = :key and state <> 'failed'")
                .param("key", key)
                .query(RunStore::run)
                .optional();
    }

    Optional<Run> find(long id) {
        return jdbc.sql("select * from reconciliation_run where id = :id")
                .param("id", id)
                .query(RunStore::run)
                .optional();
    }

    Optional<Run> running() {
        return jdbc.sql("select * from reconciliation_run where state = 'running'")
                .query(RunStore::run)
                .optional();
    }

    Optional<Run> lastDone() {
        return jdbc.sql("select * from reconciliation_run where state = 'done' order by id desc limit 1")
                .query(RunStore::run)
                .optional();
    }

    List<Run> last(int count) {
        return jdbc.sql("select * from reconciliation_run order by id desc limit :count")
                .param("count", count)
                .query(RunStore::run)
                .list();
    }

    /** Empty when another run, or another of this key, came first. */
    Optional<Run> begin(String key, String system, Duration lease) {
        return jdbc.sql("""
                        insert into reconciliation_run (key, system, started_at, lease_until)
                        values (:key, :system, clock_timestamp(), clock_timestamp() + make_interval(secs => :lease))
                        on conflict do nothing returning *
                        """)
                .param("key", key)
                .param("system", system)
                .param("lease", lease.toSeconds())
                .query(RunStore::run)
                .optional();
    }

    /** Needs one snapshot for all of it. False when the run is not ours any more. */
    boolean snapshot(long run) {
        int wallets = jdbc.sql("""
                        insert into reconciliation_wallet (run_id, wallet_id, customer, currency, entry_number, balance_minor,
                            erp_confirmed_minor, in_flight_minor, refused_minor)
                        select :run, w.wallet_id, coalesce(c.external_id, w.wallet_id), w.currency, w.entry_count,
                            w.balance_minor, w.erp_confirmed_minor, w.in_flight_minor, w.refused_minor
                        from ledger_v_wallet w left join customer_v_customer c on c.customer_id = w.customer_id
                        """).param("run", run).update();
        jdbc.sql("""
                        insert into reconciliation_open (run_id, transfer_id, state)
                        select :run, transfer_id, posting_state from ledger_v_transfer where posting_state <> 'confirmed'
                        """).param("run", run).update();
        return jdbc.sql("""
                        update reconciliation_run set snapshot_at = clock_timestamp(), wallet_count = :wallets
                        where id = :run and state = 'running'
                        """).param("run", run).param("wallets", wallets).update() == 1;
    }

    /** One round trip; a line that comes twice is kept once. False when the run is not ours any more. */
    boolean store(long run, List<ErpLine> lines, Duration lease) {
        int stored = lines.isEmpty()
                ? 0
                : jdbc.sql("""
                        insert into reconciliation_line
                            (run_id, line_id, document, number, reference, customer, amount_minor, currency)
                        select :run, u.id, u.document, u.number, u.reference, u.customer, u.amount, u.currency
                        from unnest(:ids, :documents, :numbers, :references, :customers, :amounts, :currencies)
                            u(id, document, number, reference, customer, amount, currency)
                        on conflict on constraint reconciliation_line_pk do nothing
                        """)
                        .param("run", run)
                        .param("ids", texts(lines, ErpLine::id))
                        .param("documents", texts(lines, ErpLine::document))
                        .param("numbers", texts(lines, ErpLine::number))
                        .param("references", texts(lines, ErpLine::reference))
                        .param("customers", texts(lines, ErpLine::customer))
                        .param(
                                "amounts",
                                lines.stream()
                                        .map(line -> line.amount().minorUnits())
                                        .toArray(Long[]::new))
                        .param("currencies", texts(lines, line -> line.amount().currencyCode()))
                        .update();
        return jdbc.sql("""
                        update reconciliation_run set
                            line_count = line_count + :stored,
                            lease_until = clock_timestamp() + make_interval(secs => :lease)
                        where id = :run and state = 'running'
                        """)
                        .param("run", run)
                        .param("stored", stored)
                        .param("lease", lease.toSeconds())
                        .update()
                == 1;
    }

    private static String[] texts(List<ErpLine> lines, Function<ErpLine, String> text) {
        return lines.stream().map(text).toArray(String[]::new);
    }

    /** Needs one snapshot for all of it. */
    void classify(long run, Duration grace) {
        jdbc.sql("select reconciliation_classify(:run, make_interval(secs => :grace))::text")
                .param("run", run)
                .param("grace", grace.toSeconds())
                .query(String.class)
                .optional();
    }

    /** False when the run is not ours any more. */
    boolean finish(long run) {
        return jdbc.sql("""
                        update reconciliation_run r set state = 'done', erp_read_at = clock_timestamp(),
                            finished_at = clock_timestamp(), difference_count = d.count,
                            unexplained_count = d.unexplained + (
                                select count(*) from reconciliation_total t
                                where t.run_id = r.id and t.unexplained_minor <> 0 and d.unexplained = 0),
                            standing_count = d.standing
                        from (
                            select count(*) as count, count(*) filter (where cause = 'UNEXPLAINED') as unexplained,
                                count(*) filter (where standing) as standing
                            from reconciliation_difference where run_id = :run) d
                        where r.id = :run and r.state = 'running'
                        """).param("run", run).update() == 1;
    }

    boolean fail(long run, String why) {
        return jdbc.sql("""
                        update reconciliation_run set state = 'failed', failure = :why, finished_at = clock_timestamp()
                        where id = :run and state = 'running'
                        """).param("run", run).param("why", why).update() == 1;
    }

    /** What runs worked with, but for the last one that was done. */
    void dropWorkOfOldRuns() {
        for (String sql : List.of("""
                        delete from reconciliation_line where run_id in (select id from reconciliation_run where state <> 'running')
                            and run_id < (select coalesce(max(id), 0) from reconciliation_run where state = 'done')
                        """, """
                        delete from reconciliation_open where run_id in (select id from reconciliation_run where state <> 'running')
                            and run_id < (select coalesce(max(id), 0) from reconciliation_run where state = 'done')
                        """, """
                        delete from reconciliation_wallet where run_id in (select id from reconciliation_run where state <> 'running')
                            and run_id < (select coalesce(max(id), 0) from reconciliation_run where state = 'done')
                        """)) {
            jdbc.sql(sql).update();
        }
    }

    /** Results that are past their time, a hundred runs at most. */
    void dropOldRuns(Duration keep) {
        List<Long> old =
                jdbc.sql("""
                        select id from reconciliation_run
                        where state <> 'running' and finished_at < clock_timestamp() - make_interval(secs => :keep)
                            and id < (select coalesce(max(id), 0) from reconciliation_run where state = 'done')
                        order by id limit 100
                        """).param("keep", keep.toSeconds()).query(Long.class).list();
        Long[] ids = old.toArray(Long[]::new);
        for (String sql : List.of(
                "delete from reconciliation_line where run_id = any (:ids)",
                "delete from reconciliation_open where run_id = any (:ids)",
                "delete from reconciliation_wallet where run_id = any (:ids)",
                "delete from reconciliation_difference where run_id = any (:ids)",
                "delete from reconciliation_total where run_id = any (:ids)",
                "delete from reconciliation_run where id = any (:ids)")) {
            jdbc.sql(sql).param("ids", ids).update();
        }
    }

    List<RunReport.Total> totals(long run) {
        return jdbc.sql("select * from reconciliation_total where run_id = :run order by currency")
                .param("run", run)
                .query(RunStore::total)
                .list();
    }

    List<RunReport.CauseSum> causes(long run) {
        return jdbc.sql("""
                        select cause, currency, count(*) as count, sum(hub_minor - erp_minor) as minor,
                            count(*) filter (where standing) as standing
                        from reconciliation_difference where run_id = :run group by cause, currency order by cause, currency
                        """)
                .param("run", run)
                .query((row, n) -> new RunReport.CauseSum(
                        row.getString("cause"),
                        row.getString("currency"),
                        row.getLong("count"),
                        amount(row, "minor"),
                        row.getLong("standing")))
                .list();
    }

    List<RunReport.Difference> differences(long run, int limit) {
        return jdbc.sql("""
                        select * from reconciliation_difference where run_id = :run
                        order by cause = 'UNEXPLAINED' desc, standing desc, number limit :limit
                        """)
                .param("run", run)
                .param("limit", limit)
                .query((row, n) -> new RunReport.Difference(
                        row.getString("cause"),
                        row.getString("note"),
                        row.getString("wallet_id"),
                        row.getString("matter"),
                        row.getString("numbers"),
                        row.getString("currency"),
                        amount(row, "hub_minor"),
                        amount(row, "erp_minor"),
                        instant(row, "first_seen_at"),
                        row.getBoolean("standing")))
                .list();
    }

    private static RunReport.Total total(ResultSet row, int number) throws SQLException {
        String currency = row.getString("currency");
        BigDecimal difference = row.getBigDecimal("balance_minor").subtract(row.getBigDecimal("erp_minor"));
        return new RunReport.Total(
                currency,
                row.getLong("wallet_count"),
                amount(row, "balance_minor"),
                amount(row, "erp_confirmed_minor"),
                amount(row, "in_flight_minor"),
                amount(row, "refused_minor"),
                amount(row, "erp_minor"),
                amount(row, "later_minor"),
                amount(difference, currency),
                amount(row, "unexplained_minor"));
    }

    // Of all wallets together there may be more than a long holds.
    private static String amount(ResultSet row, String column) throws SQLException {
        return amount(row.getBigDecimal(column), row.getString("currency"));
    }

    private static String amount(BigDecimal minor, String currency) {
        int scale = Currency.getInstance(currency).getDefaultFractionDigits();
        return minor.movePointLeft(scale).setScale(scale).toPlainString();
    }

    private static Run run(ResultSet row, int number) throws SQLException {
        return new Run(
                row.getLong("id"),
                row.getString("key"),
                Run.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                instant(row, "started_at"),
                instantOrNull(row, "snapshot_at"),
                instantOrNull(row, "finished_at"),
                row.getString("failure"),
                row.getLong("wallet_count"),
                row.getLong("line_count"),
                row.getLong("difference_count"),
                row.getLong("unexplained_count"),
                row.getLong("standing_count"));
    }
}
