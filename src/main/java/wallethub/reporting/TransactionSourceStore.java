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
                        select t.wallet_id, t.kind, t.account_id, t.business_key, w.customer_id, c.approval_id,
                            c.refunded_transfer_id, c.other_transfer_id
                        from ledger_v_transfer t
                            join ledger_v_wallet w on w.wallet_id = t.wallet_id
                            left join correction_v_transfer c on c.transfer_id = t.transfer_id
                        where t.transfer_id = :id
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
                reverses ? new TransferId(key) : null);
    }

    private static @Nullable TransferId transfer(ResultSet row, String column) throws SQLException {
        String id = row.getString(column);
        return id == null ? null : new TransferId(id);
    }
}
