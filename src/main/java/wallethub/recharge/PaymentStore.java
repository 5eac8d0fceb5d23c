package wallethub.recharge;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.gateway.PaymentEvent;
import wallethub.id.CustomerId;
import wallethub.id.OrderId;
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

    /** What of a payment is credited from now on. */
    record Credited(PaymentKey payment, Money captured, long refundedMinor) {}

    /**
     * The payments of captures of different payments, made on first sight; the first payment of a recharge is the one that
     * pays for it.
     */
    Map<PaymentKey, Payment> lock(List<Crediting.Capture> captures, Instant now) {
        String[] gateways = texts(captures, capture -> capture.event().gateway());
        String[] accounts = texts(captures, capture -> capture.event().account());
        String[] ids = texts(captures, Crediting.Capture::paymentId);
        // Sorted, so that two batches with payments in common never wait for each other.
        jdbc.sql("""
                        insert into recharge_payment (gateway, account, payment_id, recharge_id, matched, currency, seen_at)
                        select u.gateway, u.account, u.payment, u.recharge,
                            not exists (select from recharge_payment p where p.recharge_id = u.recharge and p.matched),
                            u.currency, :now
                        from unnest(:gateways, :accounts, :payments, :recharges, :currencies)
                            u(gateway, account, payment, recharge, currency)
                        order by u.gateway collate "C", u.account collate "C", u.payment collate "C"
                        on conflict on constraint recharge_payment_pk do nothing
                        """)
                .param("gateways", gateways)
                .param("accounts", accounts)
                .param("payments", ids)
                .param(
                        "recharges",
                        texts(captures, capture -> capture.recharge().id().text()))
                .param(
                        "currencies",
                        texts(captures, capture -> capture.captured().currencyCode()))
                .param("now", timestamp(now))
                .update();
        Map<PaymentKey, Payment> payments = new HashMap<>();
        jdbc.sql("""
                        select p.gateway, p.account, p.payment_id, p.recharge_id, p.matched, p.captured_minor,
                            p.credited_minor, p.currency
                        from recharge_payment p
                            join unnest(:gateways, :accounts, :payments) u(gateway, account, payment)
                                on p.gateway = u.gateway and p.account = u.account and p.payment_id = u.payment
                        order by p.gateway, p.account, p.payment_id
                        for update of p
                        """)
                .param("gateways", gateways)
                .param("accounts", accounts)
                .param("payments", ids)
                .query(row -> {
                    payments.put(
                            new PaymentKey(
                                    row.getString("gateway"), row.getString("account"), row.getString("payment_id")),
                            new Payment(
                                    row.getString("recharge_id"),
                                    row.getBoolean("matched"),
                                    Money.ofMinor(row.getLong("captured_minor"), row.getString("currency")),
                                    Money.ofMinor(row.getLong("credited_minor"), row.getString("currency"))));
                });
        return payments;
    }

    void credited(List<Credited> credits) {
        jdbc.sql("""
                        update recharge_payment p
                        set captured_minor = u.captured, credited_minor = u.captured,
                            refunded_minor = greatest(p.refunded_minor, u.refunded)
                        from unnest(:gateways, :accounts, :payments, :captured, :refunded)
                            u(gateway, account, payment, captured, refunded)
                        where p.gateway = u.gateway and p.account = u.account and p.payment_id = u.payment
                        """)
                .param("gateways", texts(credits, credit -> credit.payment().gateway()))
                .param("accounts", texts(credits, credit -> credit.payment().account()))
                .param("payments", texts(credits, credit -> credit.payment().paymentId()))
                .param("captured", numbers(credits, credit -> credit.captured().minorUnits()))
                .param("refunded", numbers(credits, Credited::refundedMinor))
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

    void insert(List<Receipt> receipts) {
        jdbc.sql("""
                        insert into recharge_receipt (id, recharge_id, customer_id, transfer_id, gateway, account, payment_id,
                            captured_total_minor, amount_minor, currency, reason, entry_number, balance_after_minor,
                            occurred_at, recorded_at)
                        select * from unnest(:ids, :recharges, :customers, :transfers, :gateways, :accounts, :payments,
                            :captured, :amounts, cast(:currencies as char(3)[]), :reasons, :entries, :balances,
                            cast(:occurredAt as timestamptz[]), cast(:recordedAt as timestamptz[]))
                        """)
                .param("ids", texts(receipts, receipt -> receipt.id().text()))
                .param(
                        "recharges",
                        texts(receipts, receipt -> receipt.recharge().text()))
                .param(
                        "customers",
                        texts(receipts, receipt -> receipt.customer().text()))
                .param(
                        "transfers",
                        texts(receipts, receipt -> receipt.transfer().text()))
                .param("gateways", texts(receipts, Receipt::gateway))
                .param("accounts", texts(receipts, Receipt::account))
                .param("payments", texts(receipts, Receipt::paymentId))
                .param(
                        "captured",
                        numbers(receipts, receipt -> receipt.capturedTotal().minorUnits()))
                .param("amounts", numbers(receipts, receipt -> receipt.amount().minorUnits()))
                .param("currencies", texts(receipts, receipt -> receipt.amount().currencyCode()))
                .param("reasons", texts(receipts, Receipt::reason))
                .param("entries", numbers(receipts, Receipt::entryNumber))
                .param(
                        "balances",
                        numbers(receipts, receipt -> receipt.balanceAfter().minorUnits()))
                .param(
                        "occurredAt",
                        texts(
                                receipts,
                                receipt -> timestamp(receipt.occurredAt()).toString()))
                .param(
                        "recordedAt",
                        texts(
                                receipts,
                                receipt -> timestamp(receipt.recordedAt()).toString()))
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

    /** Whether this was news; the same trouble with the same captured total is told once. */
    boolean park(@Nullable Recharge recharge, PaymentEvent event, String paymentId, String reason, Instant now) {
        PaymentEvent.Amount seen = event.amount();
        PaymentEvent.Cumulative totals = event.cumulative();
        return jdbc.sql("""
                        insert into recharge_park (recharge_id, gateway, account, payment_id, reason, merchant_reference,
                            expected_minor, seen_minor, seen_currency, gateway_event_id, occurred_at, parked_at)
                        values (:recharge, :gateway, :account, :payment, :reason, :reference, :expected, :seen, :currency,
                            :event, :occurredAt, :now)
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
                        .param("occurredAt", timestamp(event.occurredAt()))
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

    /** By what the gateway told of the payments for the order; each dispute has an id of its own there. */
    boolean isDisputed(OrderId order) {
        return jdbc.sql("""
                        select exists (
                            select from recharge_recharge r
                                join recharge_payment p on p.recharge_id = r.id
                                join recharge_task t on t.gateway = p.gateway and t.account = p.account
                                    and t.payment_id = p.payment_id and t.kind = 'DISPUTE_SEEN'
                            where r.order_id = :order and not exists (
                                select from recharge_task w
                                where w.gateway = t.gateway and w.account = t.account and w.payment_id = t.payment_id
                                    and w.kind = t.kind and w.detail = 'DISPUTE_WON ' || split_part(t.detail, ' ', 2)))
                        """).param("order", order.text()).query(Boolean.class).single();
    }

    private static <T> String[] texts(List<T> rows, Function<T, String> text) {
        return rows.stream().map(text).toArray(String[]::new);
    }

    private static <T> long[] numbers(List<T> rows, ToLongFunction<T> number) {
        return rows.stream().mapToLong(number).toArray();
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
