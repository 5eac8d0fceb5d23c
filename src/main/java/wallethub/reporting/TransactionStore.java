package wallethub.reporting;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestampOrNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;
import wallethub.id.TransferId;
import wallethub.ledger.TransferKind;
import wallethub.money.Money;
import wallethub.operation.CursorList;

/**
 * The SQL of transactions as their customer reads them, from the views of the ledger and of recharges.
 *
 * <p>Every statement is bound to the customer. Lines are found by the wallet's own numbers, never by an offset.
 */
@Component
class TransactionStore {

    /** How many lines one request of a filtered list looks at. */
    static final int LOOKED_AT_MAX = 10_000;

    private static final int PAGE_MAX = 100;

    /** How far a filtered list is counted. */
    static final int COUNTED_MAX = 1_000;

    private final JdbcClient jdbc;

    TransactionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param entryCount the number of the wallet's latest line */
    record Numbered(long entryCount, List<Transaction> transactions) {}

    /**
     * The lines with the numbers {@code asOf - skip} down to {@code asOf - skip - size + 1}; empty for a customer
     * without a wallet.
     *
     * <p>The numbers bound the lines. The limit is the largest page and a constant: with it one plan serves every call, and
     * making a plan takes ten times as long as reading the page. The bounds are counted out before: under row-level security
     * a comparison with a sum is not taken for the index, and the whole wallet would be read.
     */
    Optional<Numbered> numbered(CustomerId customer, @Nullable Long asOf, long skip, int size) {
        if (size > PAGE_MAX) {
            throw new IllegalArgumentException("a page has at most " + PAGE_MAX + " lines, not " + size);
        }
        List<Transaction> transactions = new ArrayList<>();
        List<Long> counts = jdbc.sql("""
                        with span as materialized (
                            select wallet_id, entry_count, coalesce(cast(:asOf as bigint), entry_count) - :skip as top,
                                coalesce(cast(:asOf as bigint), entry_count) - :skip - :size as bottom
                            from ledger_v_wallet where customer_id = :customer)
                        select s.entry_count, l.*
                        from span s
                            left join lateral (
                                select e.*, c.recharge_id, c.reference, c.receipt_id, c.reason, c.gateway, c.payment_id
                                from ledger_v_wallet_entry e left join recharge_v_credit c on c.transfer_id = e.transfer_id
                                where e.wallet_id = s.wallet_id and e.entry_number <= s.top and e.entry_number > s.bottom
                                order by e.entry_number desc limit 100) l on true
                        order by l.entry_number desc
                        """)
                .param("asOf", asOf)
                .param("skip", skip)
                .param("size", size)
                .param("customer", customer.text())
                .query((row, n) -> {
                    add(transactions, row);
                    return row.getLong("entry_count");
                })
                .list();
        return counts.stream().findFirst().map(count -> new Numbered(count, transactions));
    }

    /**
     * Some of the lines that a filter lets through, the latest first.
     *
     * @param reached the lowest number that was looked at or ruled out by its time; nothing is below 1
     */
    record Filtered(List<Transaction> transactions, long reached) {}

    /**
     * Up to {@code limit} lines below {@code below} among the next {@link #LOOKED_AT_MAX}; empty for a customer without a
     * wallet.
     */
    Optional<Filtered> filtered(CustomerId customer, TransactionFilter filter, @Nullable Long below, int limit) {
        List<Transaction> transactions = new ArrayList<>();
        List<Long> reached = jdbc.sql("""
                        with span as materialized (
                            select wallet_id, top, greatest(bottom, top - :lookedAt) as bottom, bottom as lowest
                            from (
                                select wallet_id,
                                    coalesce(cast(:below as bigint) - 1,
                                        case when cast(:to as timestamptz) is null then entry_count
                                            else ledger_number_before(
                                                wallet_id, cast(:to as timestamptz) + interval '10 minutes') end) as top,
                                    case when cast(:from as timestamptz) is null then 0
                                        else ledger_number_before(
                                            wallet_id, cast(:from as timestamptz) - interval '10 minutes') end as bottom
                                from ledger_v_wallet where customer_id = :customer) w)
                        select case when s.bottom > s.lowest then s.bottom + 1 else 1 end as reached, l.*
                        from span s
                            left join lateral (
                                select e.*, c.recharge_id, c.reference, c.receipt_id, c.reason, c.gateway, c.payment_id
                                from ledger_v_wallet_entry e left join recharge_v_credit c on c.transfer_id = e.transfer_id
                                where e.wallet_id = s.wallet_id and e.entry_number <= s.top and e.entry_number > s.bottom
                                    and (cast(:kind as text) is null or e.kind = :kind)
                                    and (cast(:from as timestamptz) is null or e.recorded_at >= :from)
                                    and (cast(:to as timestamptz) is null or e.recorded_at < :to)
                                order by e.entry_number desc limit :limit) l on true
                        order by l.entry_number desc
                        """)
                .param("lookedAt", LOOKED_AT_MAX)
                .param("below", below)
                .param("from", timestampOrNull(filter.from()))
                .param("to", timestampOrNull(filter.to()))
                .param("kind", kind(filter))
                .param("limit", limit)
                .param("customer", customer.text())
                .query((row, n) -> {
                    add(transactions, row);
                    return row.getLong("reached");
                })
                .list();
        return reached.stream().findFirst().map(lowest -> new Filtered(transactions, lowest));
    }

    /** How many lines the filter lets through, up to {@link #COUNTED_MAX} among the latest {@link #LOOKED_AT_MAX}. */
    CursorList.Total count(CustomerId customer, TransactionFilter filter) {
        return jdbc.sql("""
                        with span as materialized (
                            select wallet_id, top, greatest(bottom, top - :lookedAt) as bottom, bottom as lowest
                            from (
                                select wallet_id,
                                    case when cast(:to as timestamptz) is null then entry_count
                                        else ledger_number_before(
                                            wallet_id, cast(:to as timestamptz) + interval '10 minutes') end as top,
                                    case when cast(:from as timestamptz) is null then 0
                                        else ledger_number_before(
                                            wallet_id, cast(:from as timestamptz) - interval '10 minutes') end as bottom
                                from ledger_v_wallet where customer_id = :customer) w)
                        select n.count, s.bottom = s.lowest as everything
                        from span s, lateral (
                            select count(*) from (
                                select from ledger_v_wallet_entry e
                                where e.wallet_id = s.wallet_id and e.entry_number <= s.top and e.entry_number > s.bottom
                                    and (cast(:kind as text) is null or e.kind = :kind)
                                    and (cast(:from as timestamptz) is null or e.recorded_at >= :from)
                                    and (cast(:to as timestamptz) is null or e.recorded_at < :to)
                                order by e.entry_number desc limit :most + 1) l) n
                        """)
                .param("lookedAt", LOOKED_AT_MAX)
                .param("from", timestampOrNull(filter.from()))
                .param("to", timestampOrNull(filter.to()))
                .param("kind", kind(filter))
                .param("most", COUNTED_MAX)
                .param("customer", customer.text())
                .query((row, n) -> new CursorList.Total(
                        Math.min(row.getLong("count"), COUNTED_MAX),
                        row.getBoolean("everything") && row.getLong("count") <= COUNTED_MAX))
                .single();
    }

    /** A foreign id answers like a missing one. */
    Optional<Transaction> find(TransferId id, CustomerId customer) {
        return jdbc.sql("""
                        select e.*, c.recharge_id, c.reference, c.receipt_id, c.reason, c.gateway, c.payment_id
                        from ledger_v_wallet_entry e left join recharge_v_credit c on c.transfer_id = e.transfer_id
                        where e.transfer_id = :id and e.customer_id = :customer
                        """)
                .param("id", id.text())
                .param("customer", customer.text())
                .query((row, n) -> transaction(row))
                .optional();
    }

    private static @Nullable String kind(TransactionFilter filter) {
        return filter.kind() == null ? null : filter.kind().name();
    }

    /** The wallet's row comes alone when it has no such line. */
    private static void add(List<Transaction> transactions, ResultSet row) throws SQLException {
        if (row.getString("transfer_id") != null) {
            transactions.add(transaction(row));
        }
    }

    static Transaction transaction(ResultSet row) throws SQLException {
        String currency = row.getString("currency");
        return new Transaction(
                new TransferId(row.getString("transfer_id")),
                row.getLong("entry_number"),
                TransferKind.valueOf(row.getString("kind")),
                Money.ofMinor(row.getLong("amount_minor"), currency),
                Money.ofMinor(row.getLong("balance_after_minor"), currency),
                instant(row, "occurred_at"),
                instant(row, "recorded_at"),
                row.getString("posting_state"),
                row.getString("erp_number"),
                credit(row));
    }

    private static Transaction.@Nullable RechargeCredit credit(ResultSet row) throws SQLException {
        if (row.getString("recharge_id") == null) {
            return null;
        }
        return new Transaction.RechargeCredit(
                row.getString("recharge_id"),
                row.getString("reference"),
                row.getString("receipt_id"),
                row.getString("reason"),
                row.getString("gateway"),
                row.getString("payment_id"));
    }
}
