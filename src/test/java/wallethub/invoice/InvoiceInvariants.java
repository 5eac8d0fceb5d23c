package wallethub.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is true of deductions at every moment, each with the query that finds its violations. */
final class InvoiceInvariants {

    private InvoiceInvariants() {}

    static void check(JdbcClient jdbc) {
        Map<String, Object> broken = new LinkedHashMap<>();
        violations().forEach((sentence, query) -> {
            var rows = jdbc.sql(query).query().listOfRows();
            if (!rows.isEmpty()) {
                broken.put(sentence, rows);
            }
        });
        assertThat(broken).as("broken invariants of invoices").isEmpty();
    }

    private static Map<String, String> violations() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("each payment of an invoice has its deduction, and each deduction its payment", """
                select t.id, d.transfer_id
                from (select * from ledger_transfer where account_id = 'revenue:invoices' and kind = 'PAYMENT') t
                    full join invoice_deduction d on d.transfer_id = t.id
                where t.id is null or d.transfer_id is null or t.amount_minor <> -d.amount_minor or t.wallet_id <> d.wallet_id
                    or t.business_key <> d.invoice_id || '/' || d.attempt
                """);
        all.put("a deduction is given back by its own reversal, and by no other", """
                select t.id, d.transfer_id
                from (select * from ledger_transfer where account_id = 'revenue:invoices' and kind = 'REVERSAL') t
                    full join (select * from invoice_deduction where reversal_id is not null) d on d.reversal_id = t.id
                where t.id is null or d.transfer_id is null or t.business_key <> d.transfer_id or t.amount_minor <> d.amount_minor
                """);
        all.put("attempts of an invoice are counted from 1 without a gap", """
                select invoice_id from invoice_deduction group by invoice_id having max(attempt) <> count(*)
                """);
        all.put("what the ERP refused is not confirmed", """
                select d.transfer_id from invoice_deduction d join ledger_posting p on p.transfer_id = d.transfer_id
                where (p.state = 'confirmed') <> (d.confirmed_at is not null)
                """);
        all.put("the ERP is told once of each payment, and never of what it refused", """
                select d.transfer_id from invoice_deduction d
                where (select count(*) from lane_event e
                    where e.kind = 'invoice.deducted' and convert_from(e.body, 'UTF8')::jsonb ->> 'transferId' = d.transfer_id) <> 1
                """);
        return all;
    }
}
