package wallethub.reporting;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.database.RowScope;
import wallethub.id.CustomerId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;

/**
 * The SQL of what stands behind one transaction, from the views of the packages that made it; by primary keys.
 *
 * <p>It sees every customer's rows, because customers have none in most of those tables: whoever asks has found the transaction
 * under his own scope before.
 */
@Component
class TransactionSourceStore {

    private final JdbcClient jdbc;

    TransactionSourceStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<TransactionSource> find(TransferId id) {
        return RowScope.system()
                .call(() -> jdbc.sql("""
                        with asked as materialized (
                            select t.*, case when t.kind = 'REVERSAL' then t.business_key else t.transfer_id end as origin_id
                            from ledger_v_transfer t where t.transfer_id = :id)
                        select t.wallet_id, t.kind, t.account_id, t.business_key, w.customer_id, c.approval_id,
                            coalesce(c.refunded_transfer_id, case when k.matter = 'order-refund' then p.transfer_id end)
                                as refunded_transfer_id,
                            case when k.matter = 'order-rescue-reversal' then p.transfer_id end as rescue_id,
                            c.other_transfer_id,
                            case when i.invoice_id is not null then 'invoice' when k.hold_id is not null then 'hold'
                                when k.order_id is not null then 'order' end as matter_type,
                            coalesce(i.invoice_id, k.hold_id, k.order_id) as matter_id,
                            case when i.reversal_code = 'INVOICE_CANCELLED' and t.kind = 'REVERSAL' then 'invoice_cancelled'
                                when t.kind = 'REVERSAL' then 'payment_refused'
                                else coalesce('invoice_' || i.cause, replace(k.matter, '-', '_')) end as matter_rule,
                            coalesce(nullif(i.invoice_number, ''), k.reference) as matter_reference
                        from asked t
                            join ledger_v_wallet w on w.wallet_id = t.wallet_id
                            left join correction_v_transfer c on c.transfer_id = t.transfer_id
                            left join invoice_v_deduction i on i.transfer_id = t.origin_id
                            left join lateral (
                                select * from checkout_v_transfer s where s.transfer_id = t.origin_id limit 1) k on true
                            left join lateral (
                                select s.transfer_id from checkout_v_transfer s
                                where s.order_id = k.order_id
                                    and s.matter = case k.matter when 'order-refund' then 'order'
                                        when 'order-rescue-reversal' then 'order-rescue' end
                                limit 1) p on true
                        """)
                        .param("id", id.text())
                        .query(TransactionSourceStore::source)
                        .optional());
    }

    private static TransactionSource source(ResultSet row, int number) throws SQLException {
        String key = row.getString("business_key");
        // The reversal of a transfer has the transfer's id as its key.
        boolean reverses = row.getString("kind").equals("REVERSAL") && TransferId.isValid(key);
        return new TransactionSource(
                new WalletId(row.getString("wallet_id")),
                new CustomerId(row.getString("customer_id")),
                row.getString("account_id"),
                key,
                row.getString("approval_id"),
                transfer(row, "refunded_transfer_id"),
                transfer(row, "other_transfer_id"),
                reverses ? new TransferId(key) : transfer(row, "rescue_id"),
                matter(row));
    }

    private static TransactionSource.@Nullable Matter matter(ResultSet row) throws SQLException {
        String type = row.getString("matter_type");
        return type == null
                ? null
                : new TransactionSource.Matter(
                        type,
                        row.getString("matter_id"),
                        row.getString("matter_rule"),
                        row.getString("matter_reference"));
    }

    private static @Nullable TransferId transfer(ResultSet row, String column) throws SQLException {
        String id = row.getString(column);
        return id == null ? null : new TransferId(id);
    }
}
