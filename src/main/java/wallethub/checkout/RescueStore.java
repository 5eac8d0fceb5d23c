package wallethub.checkout;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.instantOrNull;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.id.CustomerId;
import wallethub.id.OrderId;
import wallethub.id.StoreId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/** The SQL of rescues, of their days and of what finance must look at because of them. */
@Repository
class RescueStore {

    private final JdbcClient jdbc;

    RescueStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Under the lock of the order's row. */
    Optional<Rescue> find(OrderId order) {
        return jdbc.sql("select * from checkout_rescue where order_id = :order")
                .param("order", order.text())
                .query(RescueStore::rescue)
                .optional();
    }

    /**
     * Counts the amount to the store's day; false, and nothing counted, when that would pass the cap. All rescues of a store
     * and day meet at this row.
     */
    boolean count(StoreId store, LocalDate day, Money amount, Money cap) {
        return jdbc.sql("""
                        insert into checkout_rescue_day as d (store_id, day, currency, total_minor)
                        select :store, :day, :currency, :amount where :amount <= :cap
                        on conflict on constraint checkout_rescue_day_pk do update set
                            total_minor = d.total_minor + excluded.total_minor
                        where d.total_minor + excluded.total_minor <= :cap
                        """)
                        .param("store", store.text())
                        .param("day", day)
                        .param("currency", amount.currencyCode())
                        .param("amount", amount.minorUnits())
                        .param("cap", cap.minorUnits())
                        .update()
                == 1;
    }

    void insert(Rescue rescue) {
        jdbc.sql("""
                        insert into checkout_rescue (order_id, store_id, customer_id, wallet_id, amount_minor, currency, day,
                            reason, bank_reference, transfer_id, made_at)
                        values (:order, :store, :customer, :wallet, :amount, :currency, :day, :reason, :bankReference,
                            :transfer, :at)
                        """)
                .param("order", rescue.order().text())
                .param("store", rescue.store().text())
                .param("customer", rescue.customer().text())
                .param("wallet", rescue.wallet().text())
                .param("amount", rescue.amount().minorUnits())
                .param("currency", rescue.amount().currencyCode())
                .param("day", rescue.day())
                .param("reason", rescue.reason())
                .param("bankReference", rescue.bankReference())
                .param("transfer", rescue.transfer().text())
                .param("at", timestamp(rescue.madeAt()))
                .update();
    }

    void task(Rescue rescue) {
        jdbc.sql("""
                        insert into checkout_task (kind, order_id, transfer_id, detail, made_at)
                        values ('ORDER_RESCUED', :order, :transfer, :detail, :at)
                        """)
                .param("order", rescue.order().text())
                .param("transfer", rescue.transfer().text())
                .param("detail", rescue.amount() + " of " + rescue.order() + " by " + rescue.store())
                .param("at", timestamp(rescue.madeAt()))
                .update();
    }

    void reversed(OrderId order, TransferId reversal, Instant at) {
        int changed = jdbc.sql("""
                        update checkout_rescue set reversal_id = :reversal, reversed_at = :at
                        where order_id = :order and reversal_id is null
                        """)
                .param("reversal", reversal.text())
                .param("at", timestamp(at))
                .param("order", order.text())
                .update();
        if (changed != 1) {
            throw new IllegalStateException("the rescue of " + order + " was reversed before");
        }
    }

    private static Rescue rescue(ResultSet row, int number) throws SQLException {
        return new Rescue(
                new OrderId(row.getString("order_id")),
                new StoreId(row.getString("store_id")),
                new CustomerId(row.getString("customer_id")),
                new WalletId(row.getString("wallet_id")),
                Money.ofMinor(row.getLong("amount_minor"), row.getString("currency")),
                row.getObject("day", LocalDate.class),
                row.getString("reason"),
                row.getString("bank_reference"),
                new TransferId(row.getString("transfer_id")),
                OrderStore.transfer(row, "reversal_id"),
                instant(row, "made_at"),
                instantOrNull(row, "reversed_at"));
    }
}
