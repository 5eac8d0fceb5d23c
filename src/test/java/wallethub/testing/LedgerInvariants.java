package wallethub.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What is true of the ledger at every moment, whatever ran before: each sentence with the query that finds its
 * violations. Meant for after every test that touches a database.
 */
public final class LedgerInvariants {

    private static final Map<String, String> VIOLATIONS = violations();

    private LedgerInvariants() {}

    /** Fails with every broken sentence and the rows that break it. */
    public static void check(DataSource database) {
        check(JdbcClient.create(database));
    }

    public static void check(JdbcClient jdbc) {
        var broken = new LinkedHashMap<String, Object>();
        VIOLATIONS.forEach((sentence, query) -> {
            var rows = jdbc.sql(query).query().listOfRows();
            if (!rows.isEmpty()) {
                broken.put(sentence, rows);
            }
        });
        assertThat(broken).as("broken invariants of the ledger").isEmpty();
    }

    private static Map<String, String> violations() {
        var all = new LinkedHashMap<String, String>();
        all.put("each transfer has a wallet line and an account line that sum to zero in its currency", """
                select t.id from ledger_transfer t left join ledger_entry e on e.transfer_id = t.id
                group by t.id having count(e.line) <> 2 or sum(e.amount_minor) <> 0
                    or not bool_and(e.currency = t.currency)
                """);
        all.put("all entries of a currency sum to zero", """
                select currency from ledger_entry group by currency having sum(amount_minor) <> 0
                """);
        all.put("a wallet's balance is the sum of its entries", """
                select w.id from ledger_wallet w left join ledger_entry e on e.wallet_id = w.id
                group by w.id having w.balance_minor <> coalesce(sum(e.amount_minor), 0)
                """);
        all.put("a wallet's entries are numbered from 1 without a gap", """
                select w.id from ledger_wallet w left join ledger_entry e on e.wallet_id = w.id
                group by w.id having w.entry_count <> count(e.number) or coalesce(max(e.number), 0) <> count(e.number)
                    or count(distinct e.number) <> count(e.number)
                """);
        all.put("each entry's balance is the one before it and its own amount", """
                select * from (
                    select wallet_id, number, balance_after_minor, amount_minor,
                        lag(balance_after_minor, 1, 0::bigint) over (partition by wallet_id order by number) as before
                    from ledger_entry where line = 1) e
                where balance_after_minor <> before + amount_minor
                """);
        all.put("erp_confirmed, in_flight and refused are the sums of the postings", """
                select w.id from ledger_wallet w
                    left join ledger_transfer t on t.wallet_id = w.id left join ledger_posting p on p.transfer_id = t.id
                group by w.id
                having w.erp_confirmed_minor <> coalesce(sum(t.amount_minor) filter (where p.state = 'confirmed'), 0)
                    or w.in_flight_minor <> coalesce(sum(t.amount_minor) filter (where p.state = 'in_flight'), 0)
                    or w.refused_minor <> coalesce(sum(t.amount_minor) filter (where p.state = 'refused'), 0)
                    or w.balance_minor <> w.erp_confirmed_minor + w.in_flight_minor + w.refused_minor
                """);
        all.put("each transfer has its posting", """
                select t.id from ledger_transfer t where not exists (
                    select from ledger_posting p where p.transfer_id = t.id)
                """);
        all.put("an entry born in the ERP is never in flight to it", """
                select t.id from ledger_transfer t join ledger_posting p on p.transfer_id = t.id
                where t.kind = 'ERP_ENTRY' and p.state <> 'confirmed'
                """);
        all.put("a wallet's held money is the sum of its open holds", """
                select w.id from ledger_wallet w left join ledger_hold h on h.wallet_id = w.id
                group by w.id having w.held_minor <> coalesce(sum(h.open_minor), 0)
                """);
        all.put("only a wallet in debt is below its floor, and only such a wallet is in debt", """
                select id from ledger_wallet where in_debt <> (balance_minor - held_minor < floor_minor)
                """);
        all.put("a debt comes only from what may pass the floor", """
                select w.id from ledger_wallet w where w.in_debt and not exists (
                    select from ledger_transfer t where t.wallet_id = w.id and t.amount_minor < 0
                        and t.kind in ('CHARGEBACK', 'ERP_ENTRY', 'ADJUSTMENT', 'RESCUE_REVERSAL'))
                """);
        all.put("wallet, transfer, entries and hold share one currency, and the account is known", """
                select t.id from ledger_transfer t join ledger_wallet w on w.id = t.wallet_id
                where t.currency <> w.currency or not exists (
                    select from ledger_account a where a.id = t.account_id and a.currency = t.currency)
                union all
                select h.id from ledger_hold h join ledger_wallet w on w.id = h.wallet_id where h.currency <> w.currency
                """);
        return Collections.unmodifiableMap(all);
    }
}
