package wallethub.desk;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;
import wallethub.money.Money;
import wallethub.operation.CursorList;

/**
 * The SQL of wallets over all customers, from the ledger's view.
 *
 * <p>By the wallet's id, or among those in debt or frozen, which have an index of their own each. With any other filter a request
 * looks at {@link #LOOKED_AT_MAX}; the constant in the statements makes one plan serve every call.
 */
@Component
class WalletListStore {

    static final int LOOKED_AT_MAX = 2_000;
    static final int COUNTED_MAX = 1_000;

    private static final String ALL = """
                        with looked as materialized (
                            select * from (
                                select w.* from ledger_v_wallet w
                                where w.wallet_id > (select cast(:after as text))
                                order by w.wallet_id limit 2000) w
                            order by w.wallet_id limit :lookedAt),
                        span as (select count(*) as looked, max(wallet_id) as reached from looked)
                        select s.looked, s.reached, f.*
                        from span s left join lateral (
                            select l.*, count(*) over () as matching from looked l
                            where (cast(:inDebt as boolean) is null or l.in_debt = :inDebt)
                                and (cast(:frozen as boolean) is null or l.frozen = :frozen)
                                and (cast(:currency as text) is null or l.currency = :currency)
                                and (cast(:least as bigint) is null or l.balance_minor >= :least)
                                and (cast(:most as bigint) is null or l.balance_minor <= :most)
                            order by l.wallet_id limit :limit) f on true
                        order by f.wallet_id
                        """;
    private static final String IN_DEBT = """
                        with looked as materialized (
                            select * from (
                                select w.* from ledger_v_wallet w
                                where w.in_debt and w.wallet_id > (select cast(:after as text))
                                order by w.wallet_id limit 2000) w
                            order by w.wallet_id limit :lookedAt),
                        span as (select count(*) as looked, max(wallet_id) as reached from looked)
                        select s.looked, s.reached, f.*
                        from span s left join lateral (
                            select l.*, count(*) over () as matching from looked l
                            where (cast(:inDebt as boolean) is null or l.in_debt = :inDebt)
                                and (cast(:frozen as boolean) is null or l.frozen = :frozen)
                                and (cast(:currency as text) is null or l.currency = :currency)
                                and (cast(:least as bigint) is null or l.balance_minor >= :least)
                                and (cast(:most as bigint) is null or l.balance_minor <= :most)
                            order by l.wallet_id limit :limit) f on true
                        order by f.wallet_id
                        """;
    private static final String FROZEN = """
                        with looked as materialized (
                            select * from (
                                select w.* from ledger_v_wallet w
                                where w.frozen and w.wallet_id > (select cast(:after as text))
                                order by w.wallet_id limit 2000) w
                            order by w.wallet_id limit :lookedAt),
                        span as (select count(*) as looked, max(wallet_id) as reached from looked)
                        select s.looked, s.reached, f.*
                        from span s left join lateral (
                            select l.*, count(*) over () as matching from looked l
                            where (cast(:inDebt as boolean) is null or l.in_debt = :inDebt)
                                and (cast(:frozen as boolean) is null or l.frozen = :frozen)
                                and (cast(:currency as text) is null or l.currency = :currency)
                                and (cast(:least as bigint) is null or l.balance_minor >= :least)
                                and (cast(:most as bigint) is null or l.balance_minor <= :most)
                            order by l.wallet_id limit :limit) f on true
                        order by f.wallet_id
                        """;

    private final JdbcClient jdbc;

    WalletListStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param least of the balance, which may be negative */
    record Filter(
            @Nullable Boolean inDebt,
            @Nullable Boolean frozen,
            @Nullable String currency,
            @Nullable Money least,
            @Nullable Money most) {

        boolean isNone() {
            return inDebt == null && frozen == null && currency == null && least == null && most == null;
        }
    }

    CursorList.Look<StaffWallet> list(Filter filter, String after, int limit) {
        int lookedAt = lookedAt(filter, after.isEmpty(), limit);
        List<StaffWallet> found = new ArrayList<>();
        List<Reached> reached = jdbc.sql(statement(filter))
                .param("after", after)
                .param("inDebt", filter.inDebt())
                .param("frozen", filter.frozen())
                .param("currency", filter.currency())
                .param("least", filter.least() == null ? null : filter.least().minorUnits())
                .param("most", filter.most() == null ? null : filter.most().minorUnits())
                .param("lookedAt", lookedAt)
                .param("limit", limit)
                .query((row, n) -> {
                    if (row.getString("wallet_id") != null) {
                        found.add(wallet(row));
                    }
                    return new Reached(
                            row.getLong("looked") == lookedAt ? row.getString("reached") : null,
                            row.getLong("matching"));
                })
                .list();
        return new CursorList.Look<>(
                found, reached.getFirst().wallet(), reached.getFirst().matching());
    }

    private record Reached(@Nullable String wallet, long matching) {}

    private static int lookedAt(Filter filter, boolean first, int limit) {
        if (!filter.isNone()) {
            return LOOKED_AT_MAX;
        }
        return first ? COUNTED_MAX + 1 : limit;
    }

    private static String statement(Filter filter) {
        if (Boolean.TRUE.equals(filter.inDebt())) {
            return IN_DEBT;
        }
        return Boolean.TRUE.equals(filter.frozen()) ? FROZEN : ALL;
    }

    private static StaffWallet wallet(ResultSet row) throws SQLException {
        String currency = row.getString("currency");
        return new StaffWallet(
                new WalletId(row.getString("wallet_id")),
                new CustomerId(row.getString("customer_id")),
                currency,
                Money.ofMinor(row.getLong("balance_minor"), currency),
                Money.ofMinor(row.getLong("held_minor"), currency),
                Money.ofMinor(row.getLong("available_minor"), currency),
                Money.ofMinor(row.getLong("floor_minor"), currency),
                row.getBoolean("in_debt"),
                row.getBoolean("frozen"),
                null,
                new StaffWallet.Erp(
                        Money.ofMinor(row.getLong("erp_confirmed_minor"), currency),
                        Money.ofMinor(row.getLong("in_flight_minor"), currency),
                        Money.ofMinor(row.getLong("refused_minor"), currency)));
    }
}
