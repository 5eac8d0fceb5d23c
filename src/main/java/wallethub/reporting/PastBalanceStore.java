package wallethub.reporting;

import static wallethub.database.Timestamps.instantOrNull;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * The SQL of past balances.
 *
 * <p>The wallet's numbers are halved, as for lists: a line ten minutes before the moment has a balance behind it, and of the lines
 * around the moment each is asked when it was booked. Postings wait for the wallet's lock and instances have clocks of their own;
 * no wait and no difference is as long as that. So a balance costs what the lines of twenty minutes cost, however many there are.
 */
@Component
class PastBalanceStore {

    private final JdbcClient jdbc;

    PastBalanceStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<PastBalance> ofCustomer(CustomerId customer, PastMoment moment) {
        return find(null, customer, moment);
    }

    Optional<PastBalance> ofWallet(WalletId wallet, PastMoment moment) {
        return find(wallet, null, moment);
    }

    private Optional<PastBalance> find(@Nullable WalletId wallet, @Nullable CustomerId customer, PastMoment moment) {
        return jdbc.sql("""
                        with span as materialized (
                            select wallet_id, currency,
                                ledger_number_before(
                                    wallet_id, cast(:behind as timestamptz) - interval '10 minutes') as bottom,
                                ledger_number_before(
                                    wallet_id, cast(:behind as timestamptz) + interval '10 minutes') as top
                            from ledger_v_wallet
                            where wallet_id = (select coalesce(cast(:wallet as text), (
                                select w.wallet_id from ledger_v_wallet w where w.customer_id = :customer)))),
                        near as materialized (
                            select e.entry_number, e.amount_minor, e.recorded_at
                            from span s join ledger_v_wallet_entry e on e.wallet_id = s.wallet_id
                                and e.entry_number > s.bottom and e.entry_number <= s.top
                            where e.recorded_at < :behind)
                        select s.wallet_id, s.currency,
                            coalesce(b.balance_after_minor, 0)
                                + coalesce((select sum(n.amount_minor) from near n), 0)::bigint as balance_minor,
                            coalesce(l.entry_number, s.bottom) as number,
                            coalesce(l.recorded_at, b.recorded_at) as booked_at
                        from span s
                            left join ledger_v_wallet_entry b on b.wallet_id = s.wallet_id and b.entry_number = s.bottom
                            left join lateral (select * from near n order by n.entry_number desc limit 1) l on true
                        """)
                .param("behind", timestamp(moment.behind()))
                .param("wallet", wallet == null ? null : wallet.text())
                .param("customer", customer == null ? null : customer.text())
                .query((row, n) -> balance(row, moment))
                .optional();
    }

    private static PastBalance balance(ResultSet row, PastMoment moment) throws SQLException {
        return new PastBalance(
                new WalletId(row.getString("wallet_id")),
                Money.ofMinor(row.getLong("balance_minor"), row.getString("currency")),
                moment.behind(),
                row.getLong("number"),
                instantOrNull(row, "booked_at"));
    }
}
