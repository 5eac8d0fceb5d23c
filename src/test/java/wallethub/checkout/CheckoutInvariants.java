package wallethub.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is true of orders, holds and rescues at every moment: each sentence with the query that finds its violations. */
final class CheckoutInvariants {

    private static final Map<String, String> VIOLATIONS = violations();

    private CheckoutInvariants() {}

    static void check(JdbcClient jdbc) {
        Map<String, List<Map<String, Object>>> broken = new LinkedHashMap<>();
        VIOLATIONS.forEach((sentence, query) -> {
            List<Map<String, Object>> rows = jdbc.sql(query).query().listOfRows();
            if (!rows.isEmpty()) {
                broken.put(sentence, rows);
            }
        });
        assertThat(broken).as("broken invariants of checkout").isEmpty();
    }

    private static Map<String, String> violations() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("an order is paid exactly when its one payment is in the ledger, of its wallet, price and store", """
                select o.id from checkout_order o
                    full join (select * from ledger_transfer where kind = 'PAYMENT' and business_key like 'order:%') t
                        on t.id = o.payment_id
                where (o.payment_id is not null or t.id is not null)
                    and (t.id is null or o.id is null or t.business_key <> 'order:' || o.id or t.wallet_id <> o.wallet_id
                        or t.amount_minor <> -o.amount_minor or t.account_id <> 'revenue:store:' || o.store_id)
                """);
        all.put("an order is rejected exactly when its payment was given back as a whole", """
                select o.id from checkout_order o
                    left join ledger_transfer t on t.kind = 'REVERSAL' and t.business_key = o.payment_id
                where (o.state = 'rejected') <> (t.id is not null) or o.reversal_id is distinct from t.id
                """);
        all.put("what was given back of an order is the sum of its refunds, and each of those is in the ledger", """
                select o.id from checkout_order o left join checkout_refund r on r.order_id = o.id
                    left join ledger_transfer t on t.id = r.transfer_id
                group by o.id
                having o.refunded_minor <> coalesce(sum(r.amount_minor) filter (where r.state = 'done'), 0)
                    or o.waiting_minor <> coalesce(sum(r.amount_minor) filter (where r.state = 'waiting'), 0)
                    or coalesce(sum(t.amount_minor), 0) <> o.refunded_minor
                """);
        all.put("no refund of an order is in the ledger twice or without its row", """
                select t.id from ledger_transfer t where t.kind = 'REFUND' and t.business_key like 'order-refund:%'
                    and not exists (select from checkout_refund r where r.transfer_id = t.id
                        and t.business_key = 'order-refund:' || r.order_id || '/' || r.reference)
                """);
        all.put(
                "a rescue and its reversal are opposites in the ledger, and what a day counts is what was rescued on it",
                """
                select s.order_id from checkout_rescue s
                    left join ledger_transfer t on t.id = s.transfer_id and t.kind = 'RESCUE'
                    left join ledger_transfer b on b.id = s.reversal_id and b.kind = 'RESCUE_REVERSAL'
                where t.amount_minor is distinct from s.amount_minor
                    or s.reversal_id is not null and b.amount_minor is distinct from -s.amount_minor
                union all
                select d.store_id from checkout_rescue_day d where d.total_minor <> (
                    select coalesce(sum(s.amount_minor), 0) from checkout_rescue s
                    where s.store_id = d.store_id and s.day = d.day and s.currency = d.currency)
                union all
                select t.id from ledger_transfer t where t.kind like 'RESCUE%' and not exists (
                    select from checkout_rescue s where t.id in (s.transfer_id, s.reversal_id))
                """);
        all.put("each rescue is a task of finance", """
                select s.order_id from checkout_rescue s where not exists (
                    select from checkout_task t where t.transfer_id = s.transfer_id)
                """);
        all.put("what was captured of a hold is the sum of its captures, and each of those is in the ledger", """
                select h.id from checkout_hold h join ledger_hold l on l.id = h.id
                    left join checkout_capture c on c.hold_id = h.id left join ledger_transfer t on t.id = c.transfer_id
                group by h.id, l.captured_minor, l.amount_minor, l.wallet_id
                having l.captured_minor <> coalesce(sum(c.amount_minor), 0)
                    or coalesce(-sum(t.amount_minor), 0) <> l.captured_minor
                    or l.amount_minor <> h.amount_minor or l.wallet_id <> h.wallet_id
                """);
        all.put("every movement of an order or hold was told once", """
                with told as materialized (
                    select convert_from(body, 'UTF8')::jsonb ->> 'transferId' as transfer_id from lane_event
                    where kind in ('order.paid', 'order.refunded', 'order.rescued', 'order.rescue-reversed', 'hold.captured')
                        and length(body) > 0)
                select v.transfer_id from checkout_v_transfer v left join told e on e.transfer_id = v.transfer_id
                -- What was told of them is forgotten.
                where v.customer_id not in (select customer_id from customer_erased where customer_id is not null)
                group by v.transfer_id having count(e.transfer_id) <> 1
                """);
        return all;
    }
}
