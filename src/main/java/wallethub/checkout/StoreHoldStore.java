package wallethub.checkout;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.id.CustomerId;
import wallethub.id.HoldId;
import wallethub.id.StoreId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/** The SQL of stores' holds and of what was captured of them; all of it after the ledger has locked the wallet. */
@Repository
class StoreHoldStore {

    private static final int SHOWN_MAX = 100;

    private final JdbcClient jdbc;

    StoreHoldStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(StoreHold hold) {
        jdbc.sql("""
                        insert into checkout_hold (id, store_id, reference, store_customer, customer_id, wallet_id,
                            amount_minor, currency, lifetime_ms, made_at, expires_at)
                        values (:id, :store, :reference, :storeCustomer, :customer, :wallet, :amount, :currency, :lifetime,
                            :madeAt, :expiresAt)
                        """)
                .param("id", hold.id().text())
                .param("store", hold.store().text())
                .param("reference", hold.reference())
                .param("storeCustomer", hold.storeCustomer())
                .param("customer", hold.customer().text())
                .param("wallet", hold.wallet().text())
                .param("amount", hold.amount().minorUnits())
                .param("currency", hold.amount().currencyCode())
                .param("lifetime", hold.lifetime().toMillis())
                .param("madeAt", timestamp(hold.madeAt()))
                .param("expiresAt", timestamp(hold.expiresAt()))
                .update();
    }

    Optional<StoreHold> find(StoreId store, String reference) {
        return jdbc.sql("select * from checkout_hold where store_id = :store and reference = :reference")
                .param("store", store.text())
                .param("reference", reference)
                .query(StoreHoldStore::hold)
                .optional();
    }

    /** Of that store; another's answers like a missing one. */
    Optional<StoreHold> find(HoldId id, StoreId store) {
        return jdbc.sql("select * from checkout_hold where id = :id and store_id = :store")
                .param("id", id.text())
                .param("store", store.text())
                .query(StoreHoldStore::hold)
                .optional();
    }

    void insert(HoldCapture capture) {
        jdbc.sql("""
                        insert into checkout_capture (hold_id, reference, amount_minor, keeps_rest, transfer_id, made_at)
                        values (:hold, :reference, :amount, :keepsRest, :transfer, :at)
                        """)
                .param("hold", capture.hold().text())
                .param("reference", capture.reference())
                .param("amount", capture.amount().minorUnits())
                .param("keepsRest", capture.keepsRest())
                .param("transfer", capture.transfer().text())
                .param("at", timestamp(capture.madeAt()))
                .update();
    }

    Optional<HoldCapture> findCapture(HoldId hold, String reference) {
        return jdbc.sql("""
                        select c.*, h.currency from checkout_capture c join checkout_hold h on h.id = c.hold_id
                        where c.hold_id = :hold and c.reference = :reference
                        """)
                .param("hold", hold.text())
                .param("reference", reference)
                .query(StoreHoldStore::capture)
                .optional();
    }

    /** The latest first, as many as one answer shows. */
    List<HoldCapture> captures(HoldId hold) {
        return jdbc.sql("""
                        select c.*, h.currency from checkout_capture c join checkout_hold h on h.id = c.hold_id
                        where c.hold_id = :hold order by c.made_at desc, c.reference limit :most
                        """)
                .param("hold", hold.text())
                .param("most", SHOWN_MAX)
                .query(StoreHoldStore::capture)
                .list();
    }

    /** What this transfer captured was given back, because the ERP refused it; nothing for any other. */
    void reversed(TransferId payment, TransferId reversal) {
        jdbc.sql(
                        "update checkout_capture set reversal_id = :reversal where transfer_id = :payment and reversal_id is null")
                .param("reversal", reversal.text())
                .param("payment", payment.text())
                .update();
    }

    private static StoreHold hold(ResultSet row, int number) throws SQLException {
        return new StoreHold(
                new HoldId(row.getString("id")),
                new StoreId(row.getString("store_id")),
                row.getString("reference"),
                row.getString("store_customer"),
                new CustomerId(row.getString("customer_id")),
                new WalletId(row.getString("wallet_id")),
                Money.ofMinor(row.getLong("amount_minor"), row.getString("currency")),
                Duration.ofMillis(row.getLong("lifetime_ms")),
                instant(row, "made_at"),
                instant(row, "expires_at"));
    }

    private static HoldCapture capture(ResultSet row, int number) throws SQLException {
        return new HoldCapture(
                new HoldId(row.getString("hold_id")),
                row.getString("reference"),
                Money.ofMinor(row.getLong("amount_minor"), row.getString("currency")),
                row.getBoolean("keeps_rest"),
                new TransferId(row.getString("transfer_id")),
                OrderStore.transfer(row, "reversal_id"),
                instant(row, "made_at"));
    }
}
