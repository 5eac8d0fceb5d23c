package wallethub.checkout;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.id.CustomerId;
import wallethub.id.OrderId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/** The SQL of what is given back of orders; all of it under the lock of the order's row. */
@Repository
class RefundStore {

    private static final int SHOWN_MAX = 100;

    private final JdbcClient jdbc;

    RefundStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A refund that waits, with what has to be locked and asked before it is given back. */
    record Waiting(OrderId order, String reference, TransferId payment, CustomerId customer, WalletId wallet) {}

    /** One that waits. */
    void insert(Refund refund) {
        jdbc.sql("""
                        insert into checkout_refund (order_id, reference, amount_minor, reason, state, made_at, looked_at)
                        values (:order, :reference, :amount, :reason, :state, :at, :at)
                        """)
                .param("order", refund.order().text())
                .param("reference", refund.reference())
                .param("amount", refund.amount().minorUnits())
                .param("reason", refund.reason())
                .param("state", refund.state().wire())
                .param("at", timestamp(refund.madeAt()))
                .update();
    }

    Optional<Refund> find(OrderId order, String reference) {
        return jdbc.sql("""
                        select r.*, o.currency from checkout_refund r join checkout_order o on o.id = r.order_id
                        where r.order_id = :order and r.reference = :reference
                        """)
                .param("order", order.text())
                .param("reference", reference)
                .query(RefundStore::refund)
                .optional();
    }

    /** The latest first, as many as one answer shows. */
    List<Refund> list(OrderId order) {
        return jdbc.sql("""
                        select r.*, o.currency from checkout_refund r join checkout_order o on o.id = r.order_id
                        where r.order_id = :order order by r.made_at desc, r.reference limit :most
                        """)
                .param("order", order.text())
                .param("most", SHOWN_MAX)
                .query(RefundStore::refund)
                .list();
    }

    /** Those that were looked after longest ago. */
    List<Waiting> waiting(int limit) {
        return jdbc.sql("""
                        select r.order_id, r.reference, o.payment_id, o.customer_id, o.wallet_id
                        from checkout_refund r join checkout_order o on o.id = r.order_id
                        where r.state = 'waiting' order by r.looked_at, r.order_id, r.reference limit :limit
                        """)
                .param("limit", limit)
                .query((row, n) -> new Waiting(
                        new OrderId(row.getString("order_id")),
                        row.getString("reference"),
                        new TransferId(row.getString("payment_id")),
                        new CustomerId(row.getString("customer_id")),
                        new WalletId(row.getString("wallet_id"))))
                .list();
    }

    /** They go behind the others. */
    void looked(List<Waiting> refunds, Instant at) {
        jdbc.sql("""
                        update checkout_refund r set looked_at = :at
                        from unnest(:orders, :references) u(order_id, reference)
                        where r.order_id = u.order_id and r.reference = u.reference and r.state = 'waiting'
                        """)
                .param("at", timestamp(at))
                .param("orders", refunds.stream().map(one -> one.order().text()).toArray(String[]::new))
                .param("references", refunds.stream().map(Waiting::reference).toArray(String[]::new))
                .update();
    }

    void done(Refund refund, TransferId transfer, Instant at) {
        jdbc.sql("""
                        update checkout_refund set state = 'done', transfer_id = :transfer, settled_at = :at
                        where order_id = :order and reference = :reference and state = 'waiting'
                        """)
                .param("transfer", transfer.text())
                .param("at", timestamp(at))
                .param("order", refund.order().text())
                .param("reference", refund.reference())
                .update();
    }

    /** What waits of an order is never given back: all of it was. */
    void drop(OrderId order, Instant at) {
        jdbc.sql("""
                        update checkout_refund set state = 'dropped', settled_at = :at
                        where order_id = :order and state = 'waiting'
                        """).param("at", timestamp(at)).param("order", order.text()).update();
    }

    private static Refund refund(ResultSet row, int number) throws SQLException {
        return new Refund(
                new OrderId(row.getString("order_id")),
                row.getString("reference"),
                Money.ofMinor(row.getLong("amount_minor"), row.getString("currency")),
                row.getString("reason"),
                RefundState.of(row.getString("state")),
                OrderStore.transfer(row, "transfer_id"),
                instant(row, "made_at"));
    }
}
