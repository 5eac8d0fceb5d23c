package wallethub.reporting;

import static wallethub.database.Timestamps.timestamp;
import static wallethub.database.Timestamps.timestampOrNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;
import wallethub.money.Money;
import wallethub.operation.CursorList;

/**
 * The SQL of movements over all customers, from the views of the ledger and of recharges.
 *
 * <p>Found from the latest down by an index, by the time or by a wallet's numbers. With a filter that says more than the time a
 * request looks at {@link #LOOKED_AT_MAX} of them; without one at those that it gives, and for the first page at as many
 * as are counted.
 */
@Component
class MovementStore {

    static final int LOOKED_AT_MAX = 2_000;
    static final int COUNTED_MAX = 1_000;

    private final JdbcClient jdbc;

    MovementStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Where a list goes on: behind this one. */
    record Position(Instant recordedAt, String transfer) {}

    CursorList.Look<Movement> ofAll(MovementFilter filter, @Nullable Position below, int limit) {
        int lookedAt = lookedAt(filter, below == null, limit);
        Found found = new Found(lookedAt);
        // The bounds come from sub-selects: under row-level security nothing else is taken for the index. The most that
        // is looked
        // at is a constant, so that one plan, which stops early, serves every call.
        jdbc.sql("""
                        with looked as materialized (
                            select * from (
                                select m.transfer_id, m.recorded_at, m.kind, m.amount_minor, m.currency
                                from ledger_v_movement m
                                where (m.recorded_at, m.transfer_id) < (
                                        select coalesce(cast(:at as timestamptz), cast(:to as timestamptz), 'infinity'),
                                            coalesce(cast(:below as text), ''))
                                    and m.recorded_at >= (select coalesce(cast(:from as timestamptz), '-infinity'))
                                order by m.recorded_at desc, m.transfer_id desc limit 2000) m
                            order by m.recorded_at desc, m.transfer_id desc limit :lookedAt),
                        span as (
                            select count(*) as looked, (
                                select to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '/'
                                    || transfer_id
                                from looked order by recorded_at, transfer_id limit 1) as reached
                            from looked),
                        fitting as (
                            select l.transfer_id, count(*) over () as matching from looked l
                            where (cast(:kind as text) is null or l.kind = :kind)
                                and (cast(:debit as boolean) is null or (l.amount_minor < 0) = :debit)
                                and (cast(:currency as text) is null or l.currency = :currency)
                                and (cast(:least as bigint) is null or abs(l.amount_minor) >= :least)
                                and (cast(:most as bigint) is null or abs(l.amount_minor) <= :most)
                                and (cast(:erpState as text) is null or (
                                    select p.posting_state = :erpState from ledger_v_movement p
                                    where p.transfer_id = l.transfer_id))
                            order by l.recorded_at desc, l.transfer_id desc limit :limit)
                        select s.looked, s.reached, f.matching, m.*, c.recharge_id, c.reference, c.receipt_id, c.reason,
                            c.gateway, c.payment_id
                        from span s
                            left join fitting f on true
                            left join lateral (
                                select * from ledger_v_movement m where m.transfer_id = f.transfer_id limit 1) m on true
                            left join lateral (
                                select * from recharge_v_credit c where c.transfer_id = f.transfer_id limit 1) c on true
                        order by m.recorded_at desc, m.transfer_id desc
                        """)
                .param("at", below == null ? null : timestamp(below.recordedAt()))
                .param("below", below == null ? null : below.transfer())
                .param("from", timestampOrNull(filter.from()))
                .param("to", timestampOrNull(filter.to()))
                .param("kind", filter.kind() == null ? null : filter.kind().name())
                .param("debit", filter.debit())
                .param("currency", filter.currency())
                .param("least", minor(filter.least()))
                .param("most", minor(filter.most()))
                .param("erpState", filter.erpState())
                .param("lookedAt", lookedAt)
                .param("limit", limit)
                .query((row, n) -> found.add(row))
                .list();
        return found.look();
    }

    /** By the numbers of the wallet's lines; the time is one more condition. */
    CursorList.Look<Movement> ofWallet(WalletId wallet, MovementFilter filter, @Nullable Long below, int limit) {
        int lookedAt =
                filter.from() == null && filter.to() == null ? lookedAt(filter, below == null, limit) : LOOKED_AT_MAX;
        Found found = new Found(lookedAt);
        jdbc.sql("""
                        with looked as materialized (
                            select * from (
                                select m.* from ledger_v_wallet_entry m
                                where m.wallet_id = :wallet
                                    and m.entry_number < (select coalesce(cast(:below as bigint), 9223372036854775807))
                                order by m.entry_number desc limit 2000) m
                            order by m.entry_number desc limit :lookedAt),
                        span as (
                            select count(*) as looked, cast(min(entry_number) as text) as reached from looked)
                        select s.looked, s.reached, f.*, c.recharge_id, c.reference, c.receipt_id, c.reason, c.gateway,
                            c.payment_id
                        from span s
                            left join lateral (
                                select l.*, count(*) over () as matching from looked l
                                where (cast(:kind as text) is null or l.kind = :kind)
                                    and (cast(:from as timestamptz) is null or l.recorded_at >= :from)
                                    and (cast(:to as timestamptz) is null or l.recorded_at < :to)
                                    and (cast(:debit as boolean) is null or (l.amount_minor < 0) = :debit)
                                    and (cast(:currency as text) is null or l.currency = :currency)
                                    and (cast(:least as bigint) is null or abs(l.amount_minor) >= :least)
                                    and (cast(:most as bigint) is null or abs(l.amount_minor) <= :most)
                                    and (cast(:erpState as text) is null or l.posting_state = :erpState)
                                order by l.entry_number desc limit :limit) f on true
                            left join recharge_v_credit c on c.transfer_id = f.transfer_id
                        order by f.entry_number desc
                        """)
                .param("wallet", wallet.text())
                .param("below", below)
                .param("from", timestampOrNull(filter.from()))
                .param("to", timestampOrNull(filter.to()))
                .param("kind", filter.kind() == null ? null : filter.kind().name())
                .param("debit", filter.debit())
                .param("currency", filter.currency())
                .param("least", minor(filter.least()))
                .param("most", minor(filter.most()))
                .param("erpState", filter.erpState())
                .param("lookedAt", lookedAt)
                .param("limit", limit)
                .query((row, n) -> found.add(row))
                .list();
        return found.look();
    }

    private static int lookedAt(MovementFilter filter, boolean first, int limit) {
        if (!filter.isOfTimeOnly()) {
            return LOOKED_AT_MAX;
        }
        return first ? COUNTED_MAX + 1 : limit;
    }

    private static @Nullable Long minor(@Nullable Money money) {
        return money == null ? null : money.minorUnits();
    }

    /** Gathers the rows of a look: the last one that was looked at comes alone when none fits. */
    private static final class Found {

        private final int lookedAt;
        private final List<Movement> movements = new ArrayList<>();
        private @Nullable String reached;
        private long matching;

        Found(int lookedAt) {
            this.lookedAt = lookedAt;
        }

        boolean add(ResultSet row) throws SQLException {
            reached = row.getLong("looked") == lookedAt ? row.getString("reached") : null;
            matching = row.getLong("matching");
            return row.getString("transfer_id") != null && movements.add(movement(row));
        }

        private static Movement movement(ResultSet row) throws SQLException {
            return new Movement(
                    new WalletId(row.getString("wallet_id")),
                    new CustomerId(row.getString("customer_id")),
                    TransactionView.of(TransactionStore.transaction(row)));
        }

        CursorList.Look<Movement> look() {
            return new CursorList.Look<>(movements, reached, matching);
        }
    }
}
