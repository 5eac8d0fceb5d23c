package wallethub.recharge;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;
import wallethub.id.ReceiptId;
import wallethub.id.RechargeId;

/** The SQL of a customer's recharges as a list, by the index of customer and id; ids sort by the time they were made. */
@Component
class RechargeHistoryStore {

    /** How far a list is counted. */
    static final int COUNTED_MAX = 1_000;

    private final JdbcClient jdbc;

    RechargeHistoryStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The latest first; '~' is behind every id. */
    List<RechargeView> list(CustomerId customer, @Nullable RechargeState state, @Nullable RechargeId below, int limit) {
        return jdbc.sql("""
                        select r.*, (
                                select c.id from recharge_receipt c
                                where c.recharge_id = r.id and c.reason <> 'unmatched'
                                order by c.captured_total_minor desc limit 1) as receipt_id
                        from recharge_recharge r
                        where r.customer_id = :customer and r.id < (select coalesce(cast(:below as text), '~'))
                            and (cast(:state as text) is null or r.state = :state)
                        order by r.id desc limit :limit
                        """)
                .param("customer", customer.text())
                .param("below", below == null ? null : below.text())
                .param("state", state == null ? null : state.wire())
                .param("limit", limit)
                .query((row, n) -> RechargeView.of(
                        RechargeStore.recharge(row, n),
                        Optional.ofNullable(row.getString("receipt_id")).map(ReceiptId::new)))
                .list();
    }

    /** How many there are, and one more than {@link #COUNTED_MAX} when there are more than that. */
    int count(CustomerId customer, @Nullable RechargeState state) {
        return jdbc.sql("""
                        select count(*) from (
                            select from recharge_recharge
                            where customer_id = :customer and (cast(:state as text) is null or state = :state)
                            limit :most + 1) r
                        """)
                .param("customer", customer.text())
                .param("state", state == null ? null : state.wire())
                .param("most", COUNTED_MAX)
                .query(Integer.class)
                .single();
    }
}
