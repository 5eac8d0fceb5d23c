package wallethub.recharge;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.id.ApprovalId;
import wallethub.id.CustomerId;
import wallethub.id.ReceiptId;
import wallethub.id.RechargeId;
import wallethub.id.StaffId;
import wallethub.money.Money;

/** The SQL of what finance decides about parked payments. A decision is a row of its own, written once. */
@Component
class ParkStore {

    static final int COUNTED_MAX = 1_000;

    private final JdbcClient jdbc;

    ParkStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The oldest first, behind an id. */
    List<ParkedPayment> list(boolean decided, @Nullable String reason, long behind, int limit) {
        return jdbc.sql("""
                        select p.*, r.customer_id, r.currency as recharge_currency, d.decision, d.reason as decision_reason,
                            d.approval_id, d.decided_by, d.decided_at, d.receipt_id
                        from recharge_park p
                            left join recharge_recharge r on r.id = p.recharge_id
                            left join recharge_decision d on d.park_id = p.id
                        where p.id > :behind and (d.park_id is not null) = :decided
                            and (cast(:reason as text) is null or p.reason = :reason)
                        order by p.id limit :limit
                        """)
                .param("behind", behind)
                .param("decided", decided)
                .param("reason", reason)
                .param("limit", limit)
                .query(ParkStore::parked)
                .list();
    }

    int count(boolean decided, @Nullable String reason) {
        return jdbc.sql("""
                        select count(*) from (
                            select from recharge_park p left join recharge_decision d on d.park_id = p.id
                            where (d.park_id is not null) = :decided
                                and (cast(:reason as text) is null or p.reason = :reason)
                            limit :most + 1) one
                        """)
                .param("decided", decided)
                .param("reason", reason)
                .param("most", COUNTED_MAX)
                .query(Integer.class)
                .single();
    }

    Optional<ParkedPayment> find(long number) {
        return jdbc.sql("""
                        select p.*, r.customer_id, r.currency as recharge_currency, d.decision, d.reason as decision_reason,
                            d.approval_id, d.decided_by, d.decided_at, d.receipt_id
                        from recharge_park p
                            left join recharge_recharge r on r.id = p.recharge_id
                            left join recharge_decision d on d.park_id = p.id
                        where p.id = :id
                        """).param("id", number).query(ParkStore::parked).optional();
    }

    /** What of the payment was credited, in minor units. */
    long credited(PaymentKey payment) {
        return jdbc.sql("""
                        select credited_minor from recharge_payment
                        where gateway = :gateway and account = :account and payment_id = :payment
                        """)
                .param("gateway", payment.gateway())
                .param("account", payment.account())
                .param("payment", payment.paymentId())
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /** Whether no payment for any recharge of the customer waits for a decision. */
    boolean isNothingOpen(CustomerId customer) {
        return jdbc.sql("""
                        select not exists (
                            select from recharge_recharge r join recharge_park p on p.recharge_id = r.id
                            where r.customer_id = :customer and p.account = r.account
                                and not exists (select from recharge_decision d where d.park_id = p.id))
                        """)
                .param("customer", customer.text())
                .query(Boolean.class)
                .single();
    }

    /** Whether nothing else of the recharge waits for a decision. */
    boolean isNothingOpen(RechargeId recharge) {
        return jdbc.sql("""
                        select not exists (
                            select from recharge_park p
                            where p.recharge_id = :recharge
                                and not exists (select from recharge_decision d where d.park_id = p.id))
                        """)
                .param("recharge", recharge.text())
                .query(Boolean.class)
                .single();
    }

    /** False when it was decided before. */
    boolean decide(long number, ParkedPayment.Decided decided) {
        ReceiptId receipt = decided.receiptId();
        return jdbc.sql("""
                        insert into recharge_decision (park_id, decision, reason, approval_id, decided_by, decided_at, receipt_id)
                        values (:park, :decision, :reason, :approval, :by, :at, :receipt)
                        on conflict on constraint recharge_decision_pk do nothing
                        """)
                        .param("park", number)
                        .param("decision", decided.decision())
                        .param("reason", decided.reason())
                        .param("approval", decided.approvalId().text())
                        .param("by", decided.by().text())
                        .param("at", timestamp(decided.at()))
                        .param("receipt", receipt == null ? null : receipt.text())
                        .update()
                == 1;
    }

    private static ParkedPayment parked(ResultSet row, int number) throws SQLException {
        String recharge = row.getString("recharge_id");
        String customer = row.getString("customer_id");
        Instant parkedAt = instant(row, "parked_at");
        return new ParkedPayment(
                row.getLong("id"),
                recharge == null ? null : new RechargeId(recharge),
                customer == null ? null : new CustomerId(customer),
                row.getString("merchant_reference"),
                row.getString("gateway"),
                row.getString("account"),
                row.getString("payment_id"),
                row.getString("reason"),
                money(row, "expected_minor", "recharge_currency"),
                money(row, "seen_minor", "seen_currency"),
                row.getObject("occurred_at") == null ? parkedAt : instant(row, "occurred_at"),
                parkedAt,
                decided(row));
    }

    private static @Nullable Money money(ResultSet row, String minor, String currency) throws SQLException {
        String code = row.getString(currency);
        long amount = row.getLong(minor);
        return row.wasNull() || code == null ? null : Money.ofMinor(amount, code);
    }

    private static ParkedPayment.@Nullable Decided decided(ResultSet row) throws SQLException {
        String decision = row.getString("decision");
        if (decision == null) {
            return null;
        }
        String receipt = row.getString("receipt_id");
        return new ParkedPayment.Decided(
                decision,
                row.getString("decision_reason"),
                new ApprovalId(row.getString("approval_id")),
                new StaffId(row.getString("decided_by")),
                instant(row, "decided_at"),
                receipt == null ? null : new ReceiptId(receipt));
    }
}
