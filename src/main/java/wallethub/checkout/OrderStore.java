package wallethub.checkout;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.instantOrNull;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.id.CustomerId;
import wallethub.id.OrderId;
import wallethub.id.StoreId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/** The SQL of orders. An order's row is locked after its wallet, and before whatever hangs on it. */
@Repository
class OrderStore {

    private final JdbcClient jdbc;

    OrderStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False when the store has used the reference before. */
    boolean insert(Order order) {
        return jdbc.sql("""
                        insert into checkout_order (id, store_id, store_name, reference, store_customer, customer_id,
                            customer_external_id, wallet_id, amount_minor, currency, description, return_url, lifetime_ms,
                            created_at, expires_at, changed_at)
                        values (:id, :store, :storeName, :reference, :storeCustomer, :customer, :externalId, :wallet, :amount, :currency,
                            :description, :returnUrl, :lifetime, :createdAt, :expiresAt, :createdAt)
                        on conflict on constraint checkout_order_store_id_reference_unique do nothing
                        """)
                        .param("id", order.id().text())
                        .param("store", order.store().text())
                        .param("storeName", order.storeName())
                        .param("reference", order.reference())
                        .param("storeCustomer", order.storeCustomer())
                        .param("customer", order.customer().text())
                        .param("externalId", order.customerExternalId())
                        .param("wallet", order.wallet().text())
                        .param("amount", order.amount().minorUnits())
                        .param("currency", order.amount().currencyCode())
                        .param("description", order.description())
                        .param("returnUrl", order.returnUrl())
                        .param("lifetime", order.lifetime().toMillis())
                        .param("createdAt", timestamp(order.createdAt()))
                        .param("expiresAt", timestamp(order.expiresAt()))
                        .update()
                == 1;
    }

    Optional<Order> find(StoreId store, String reference) {
        return jdbc.sql("select * from checkout_order where store_id = :store and reference = :reference")
                .param("store", store.text())
                .param("reference", reference)
                .query(OrderStore::order)
                .optional();
    }

    /** Of that store; another's answers like a missing one. */
    Optional<Order> find(OrderId id, StoreId store) {
        return jdbc.sql("select * from checkout_order where id = :id and store_id = :store")
                .param("id", id.text())
                .param("store", store.text())
                .query(OrderStore::order)
                .optional();
    }

    /** Of that customer; another's answers like a missing one. */
    Optional<Order> find(OrderId id, CustomerId customer) {
        return jdbc.sql("select * from checkout_order where id = :id and customer_id = :customer")
                .param("id", id.text())
                .param("customer", customer.text())
                .query(OrderStore::order)
                .optional();
    }

    Optional<Order> find(OrderId id) {
        return jdbc.sql("select * from checkout_order where id = :id")
                .param("id", id.text())
                .query(OrderStore::order)
                .optional();
    }

    Optional<Order> lock(OrderId id) {
        return jdbc.sql("select * from checkout_order where id = :id for no key update")
                .param("id", id.text())
                .query(OrderStore::order)
                .optional();
    }

    /** False when it is open no more: somebody was faster, or its time has come. */
    boolean paid(OrderId id, TransferId payment, Instant at) {
        return jdbc.sql("""
                        update checkout_order set state = 'paid', payment_id = :payment, paid_at = :at, changed_at = :at
                        where id = :id and state = 'open' and expires_at > :at
                        """)
                        .param("payment", payment.text())
                        .param("at", timestamp(at))
                        .param("id", id.text())
                        .update()
                == 1;
    }

    /** False when it is open no more. */
    boolean cancelled(OrderId id, Instant at) {
        return jdbc.sql("""
                        update checkout_order set state = 'cancelled', changed_at = :at
                        where id = :id and state = 'open' and expires_at > :at
                        """).param("at", timestamp(at)).param("id", id.text()).update() == 1;
    }

    /** Ends what nobody paid in time, the longest overdue first; an order that somebody works on is left for the next run. */
    int expire(int limit, Instant at) {
        return jdbc.sql("""
                        update checkout_order set state = 'expired', changed_at = :at
                        where id in (
                            select id from checkout_order where state = 'open' and expires_at <= :at
                            order by expires_at, id limit :limit for no key update skip locked)
                        """).param("at", timestamp(at)).param("limit", limit).update();
    }

    /** The order that this transfer paid is paid no more, and nothing waits to be given back of it; empty for any other. */
    Optional<OrderId> rejected(TransferId payment, TransferId reversal, Instant at) {
        return jdbc.sql("""
                        update checkout_order set state = 'rejected', reversal_id = :reversal, waiting_minor = 0,
                            changed_at = :at
                        where payment_id = :payment and state = 'paid'
                        returning id
                        """)
                .param("reversal", reversal.text())
                .param("at", timestamp(at))
                .param("payment", payment.text())
                .query((row, n) -> new OrderId(row.getString("id")))
                .optional();
    }

    /** Its row is locked; the table refuses what would be more than was paid. */
    void giveBack(OrderId id, long refundedMinor, long waitingMinor, Instant at) {
        jdbc.sql("""
                        update checkout_order set refunded_minor = refunded_minor + :refunded,
                            waiting_minor = waiting_minor + :waiting, changed_at = :at
                        where id = :id
                        """)
                .param("refunded", refundedMinor)
                .param("waiting", waitingMinor)
                .param("at", timestamp(at))
                .param("id", id.text())
                .update();
    }

    /** What stores gave back of a payment, or will as soon as the ERP has it; zero for what paid no order. */
    long givenBackMinor(TransferId payment) {
        return jdbc.sql("""
                        select coalesce(sum(refunded_minor + waiting_minor), 0)::bigint from checkout_order
                        where payment_id = :payment
                        """).param("payment", payment.text()).query(Long.class).single();
    }

    /** The order that this transfer paid; empty for any other. */
    Optional<OrderId> paidBy(TransferId payment) {
        return jdbc.sql("select id from checkout_order where payment_id = :payment")
                .param("payment", payment.text())
                .query((row, n) -> new OrderId(row.getString("id")))
                .optional();
    }

    static @Nullable TransferId transfer(ResultSet row, String column) throws SQLException {
        String id = row.getString(column);
        return id == null ? null : new TransferId(id);
    }

    private static Order order(ResultSet row, int number) throws SQLException {
        String currency = row.getString("currency");
        return new Order(
                new OrderId(row.getString("id")),
                new StoreId(row.getString("store_id")),
                row.getString("store_name"),
                row.getString("reference"),
                row.getString("store_customer"),
                new CustomerId(row.getString("customer_id")),
                row.getString("customer_external_id"),
                new WalletId(row.getString("wallet_id")),
                Money.ofMinor(row.getLong("amount_minor"), currency),
                row.getString("description"),
                row.getString("return_url"),
                Duration.ofMillis(row.getLong("lifetime_ms")),
                OrderState.of(row.getString("state")),
                transfer(row, "payment_id"),
                transfer(row, "reversal_id"),
                Money.ofMinor(row.getLong("refunded_minor"), currency),
                Money.ofMinor(row.getLong("waiting_minor"), currency),
                instant(row, "created_at"),
                instant(row, "expires_at"),
                instantOrNull(row, "paid_at"));
    }
}
