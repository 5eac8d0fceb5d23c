package wallethub.desk;

import static wallethub.database.Timestamps.instant;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;
import wallethub.id.RechargeId;

/** The SQL of a customer's parked payments, from the view of recharges. */
@Component
class ParkedStore {

    private final JdbcClient jdbc;

    ParkedStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those that nobody has decided, the latest first. */
    List<CustomerOverview.Parked> open(CustomerId customer, int limit) {
        return jdbc.sql("""
                        select recharge_id, gateway, payment_id, reason, parked_at from recharge_v_parked
                        where customer_id = :customer order by park_id desc limit :limit
                        """)
                .param("customer", customer.text())
                .param("limit", limit)
                .query((row, n) -> new CustomerOverview.Parked(
                        new RechargeId(row.getString("recharge_id")),
                        row.getString("gateway"),
                        row.getString("payment_id"),
                        row.getString("reason"),
                        instant(row, "parked_at")))
                .list();
    }
}
