package wallethub.recharge;

import static wallethub.recharge.RechargeStore.instant;
import static wallethub.recharge.RechargeStore.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.gateway.PaymentEvent;
import wallethub.id.CustomerId;
import wallethub.id.ReceiptId;
import wallethub.id.RechargeId;
import wallethub.id.TransferId;
import wallethub.money.Money;

/** The SQL of payments, receipts, parked money and finance's tasks; each call stands under its recharge's lock. */
@Component
class PaymentStore {

    private final JdbcClient jdbc;

    PaymentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The payment, made on first sight; the first payment of a recharge is the one that pays for it. */
    Payment lock(Recharge recharge, PaymentEvent event, String paymentId, String currency, Instant now) {
        jdbc.sql("""
                        insert into recharge_payment (gateway, account, payment_id, recharge_id, matched, currency, seen_at)
                        values (:gateway, :account, :payment, :recharge,
                            not exists (select from recharge_payment where recharge_id = :recharge and matched),
                            :currency, :now)
                        on conflict on constraint recharge_payment_pk do nothing
                        """)
                .param("gateway", event.gateway())
                .param("account", event.account())
                .param("payment", paymentId)
                .param("recharge", recharge.id().text())
                .param("currency", currency)
                .param("now", timestamp(now))
                .update();
        return jdbc.sql("""
                        select recharge_id, matched, captured_minor, credited_minor, currency from recharge_payment
                        where gateway = :gateway and account = :account and payment_id = :payment
                        for update
                        """)
                .param("gateway", event.gateway())
                .param("account", event.account())
                .param("payment", paymentId)
                .query((row, n) -> new Payment(
                        row.getString("recharge_id"),
                        row.getBoolean("matched"),
                        Money.ofMinor(row.getLong("captured_minor"), row.getString("currency")),
                        Money.ofMinor(row.getLong("credited_minor"), row.getString("currency"))))
                .single();
    }

    void credited(PaymentEvent event, String paymentId, Money captured, long refundedMinor) {
        jdbc.sql("""
                        update recharge_payment
                        set captured_minor = :captured, credited_minor = :captured,
                            refunded_minor = greatest(refunded_minor, :refunded)
                        where gateway = :gateway and account = :account and payment_id = :payment
                        """)
                .param("captured", captured.minorUnits())
                .param("refunded", refundedMinor)
                .param("gateway", event.gateway())
                .param("account", event.account())
                .param("payment", paymentId)
                .update();
    }

    boolean isCredited(PaymentEvent event, String paymentId) {
        return jdbc.sql("""
                        select exists (
                            select from recharge_payment
                            where gateway = :gateway and account = :account and payment_id = :payment and credited_minor > 0)
                        """)
                .param("gateway", event.gateway())
                .param("account", event.account())
                .param("payment", paymentId)
                .query(Boolean.class)
                .single();
    }

    void insert(Receipt receipt) {
        jdbc.sql("""
                        insert into recharge_receipt (id, recharge_id, customer_id, transfer_id, gateway, account, payment_id,
                            captured_total_minor, amount_minor, currency, reason, entry_number, balance_after_minor,
                            occurred_at, recorded_at)
                        values (:id, :recharge, :customer, :transfer, :gateway, :account, :payment, :captured, :amount,
                            :currency, :reason, :entry, :balance, :occurredAt, :recordedAt)
                        """)
                .param("id", receipt.id().text())
                .param("recharge", receipt.recharge().text())
                .param("customer", receipt.customer().text())
                .param("transfer", receipt.transfer().text())
                .param("gateway", receipt.gateway())
                .param("account", receipt.account())
                .param("payment", receipt.paymentId())
                .param("captured", receipt.capturedTotal().minorUnits())
                .param("amount", receipt.amount().minorUnits())
                .param("currency", receipt.amount().currencyCode())
                .param("reason", receipt.reason())
                .param("entry", receipt.entryNumber())
                .param("balance", receipt.balanceAfter().minorUnits())
                .param("occurredAt", timestamp(receipt.occurredAt()))
                .param("recordedAt", timestamp(receipt.recordedAt()))
                .update();
    }

    /** A foreign id answers like a missing one. */
    Optional<Receipt> findReceipt(ReceiptId id, CustomerId customer) {
        return jdbc.sql("select * from recharge_receipt where id = :id and customer_id = :customer")
                .param("id", id.text())
                .param("customer", customer.text())
                .query(PaymentStore::receipt)
                .optional();
    }

    /** The receipt of the payment that pays for the recharge, the latest when there are several. */
    Optional<ReceiptId> latestReceipt(RechargeId recharge) {
        return jdbc.sql("""
                        select id from recharge_receipt
                        where recharge_id = :recharge and reason <> 'unmatched'
                        order by captured_total_minor desc limit 1
                        """)
                .param("recharge", recharge.text())
                .query((row, n) -> new ReceiptId(row.getString("id")))
                .optional();
    }

    /** Whether this was news; the same trouble is told once. */
    boolean park(@Nullable Recharge recharge, PaymentEvent event, String paymentId, String reason, Instant now) {
        PaymentEvent.Amount seen = event.amount();
        PaymentEvent.Cumulative totals = event.cumulative();
        return jdbc.sql("""
                        insert into recharge_park (recharge_id, gateway, account, payment_id, reason, merchant_reference,
                            expected_minor, seen_minor, seen_currency, gateway_event_id, parked_at)
                        values (:recharge, :gateway, :account, :payment, :reason, :reference, :expected, :seen, :currency,
                            :event, :now)
                        on conflict on constraint recharge_park_payment_id_reason_unique do nothing
                        """)
                        .param(
                                "recharge",
                                recharge == null ? null : recharge.id().text())
                        .param("gateway", event.gateway())
                        .param("account", event.account())
                        .param("payment", paymentId)
                        .param("reason", reason)
                        .param("reference", event.merchantReference())
                        .param(
                                "expected",
                                recharge == null ? null : recharge.amount().minorUnits())
                        .param("seen", totals == null ? (seen == null ? null : seen.minor()) : (Long) totals.captured())
                        .param("currency", seen == null ? null : seen.currency())
                        .param("event", event.gatewayEventId())
                        .param("now", timestamp(now))
                        .update()
                == 1;
    }

    void task(
            String kind,
            @Nullable RechargeId recharge,
            PaymentEvent event,
            String paymentId,
            @Nullable TransferId transfer,
            String detail,
            Instant now) {
        jdbc.sql("""
                        insert into recharge_task (kind, recharge_id, gateway, account, payment_id, transfer_id, detail, made_at)
                        values (:kind, :recharge, :gateway, :account, :payment, :transfer, :detail, :now)
                        on conflict on constraint recharge_task_kind_payment_id_detail_unique do nothing
                        """)
                .param("kind", kind)
                .param("recharge", recharge == null ? null : recharge.text())
                .param("gateway", event.gateway())
                .param("account", event.account())
                .param("payment", paymentId)
                .param("transfer", transfer == null ? null : transfer.text())
                .param("detail", detail)
                .param("now", timestamp(now))
                .update();
    }

    private static Receipt receipt(ResultSet row, int number) throws SQLException {
        String currency = row.getString("currency");
        return new Receipt(
                new ReceiptId(row.getString("id")),
                new RechargeId(row.getString("recharge_id")),
                new CustomerId(row.getString("customer_id")),
                new TransferId(row.getString("transfer_id")),
                row.getString("gateway"),
                row.getString("account"),
                row.getString("payment_id"),
                Money.ofMinor(row.getLong("captured_total_minor"), currency),
                Money.ofMinor(row.getLong("amount_minor"), currency),
                row.getString("reason"),
                row.getLong("entry_number"),
                Money.ofMinor(row.getLong("balance_after_minor"), currency),
                instant(row, "occurred_at"),
                instant(row, "recorded_at"));
    }
}
