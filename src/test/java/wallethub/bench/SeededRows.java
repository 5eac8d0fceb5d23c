package wallethub.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * Customers, wallets, recharges and ledger lines by the million, made by the database itself in slices; everything that
 * must hold of the ledger holds of them, with all checks and triggers on.
 *
 * <p>Wallet n has the id {@code wal_} and n in 26 digits, recharge n the reference {@code RCH-SEED-n}; both count from the
 * number of those that are there already. A recharge that has a transfer is paid, the others wait for their payment.
 *
 * @param lines ledger lines, two for each transfer
 */
record SeededRows(int wallets, int recharges, int lines) {

    static final int AMOUNT_MINOR = 12_500;
    static final String CURRENCY = "KWD";
    private static final int MOST = 50_000_000;
    private static final int SLICE = 50_000;

    SeededRows {
        if (wallets < 1 || wallets > MOST || recharges < 0 || recharges > MOST || lines < 0 || lines > MOST) {
            throw new IllegalArgumentException("between 1 and " + MOST + " wallets; recharges and lines from 0");
        }
    }

    static String customer(long n) {
        return "cus_%026d".formatted(n);
    }

    static String wallet(long n) {
        return "wal_%026d".formatted(n);
    }

    static String reference(long n) {
        return "RCH-SEED-" + n;
    }

    /** Adds them to what is there; each slice is a transaction. */
    void fill(Connection connection, Consumer<String> progress) throws SQLException {
        long first = 1 + count(connection, """
                select count(*) from ledger_wallet where id like 'wal\\_000000%'
                """);
        long firstRecharge = 1 + count(connection, """
                select count(*) from recharge_recharge where reference like 'RCH-SEED-%'
                """);
        long transfers = lines / 2;
        connection.setAutoCommit(false);
        openAccount(connection);
        for (long from = 0; from < wallets; from += SLICE) {
            long to = Math.min(wallets, from + SLICE);
            wallets(connection, first, from, to, transfers);
            transfers(connection, first, from, to, transfers);
            connection.commit();
            progress.accept(to + " wallets");
        }
        for (long from = 0; from < recharges; from += SLICE) {
            long to = Math.min(recharges, from + SLICE);
            recharges(connection, first, firstRecharge, from, to);
            connection.commit();
            progress.accept(to + " recharges");
        }
        connection.setAutoCommit(true);
        for (String table : new String[] {
            "customer_mirror",
            "ledger_wallet",
            "ledger_transfer",
            "ledger_entry",
            "ledger_posting",
            "recharge_recharge",
            "recharge_payment",
            "recharge_receipt"
        }) {
            run(connection, "vacuum (analyze) " + table);
        }
    }

    private static void openAccount(Connection connection) throws SQLException {
        run(connection, """
                insert into ledger_account (id, currency, opened_at) values ('clearing:stripe:main', 'KWD', now())
                on conflict do nothing
                """);
    }

    /** Wallet i has as many transfers as every other, or one more; each of the same amount. */
    private void wallets(Connection connection, long first, long from, long to, long transfers) throws SQLException {
        run(connection, """
                insert into customer_mirror (id, wallet_id, external_id, name, mobile, language, currency, version, changed_at,
                    mirrored_at)
                select 'cus_' || lpad(n::text, 26, '0'), 'wal_' || lpad(n::text, 26, '0'), 'SEED-' || n, 'Sample Customer ' || n,
                    '+965' || lpad((50000000 + n %% 10000000)::text, 8, '0'), 'en', 'KWD', 1, now(), now()
                from generate_series(%d, %d) n
                """.formatted(first + from, first + to - 1));
        run(connection, """
                insert into ledger_wallet (id, customer_id, currency, balance_minor, erp_confirmed_minor, entry_count, opened_at)
                select 'wal_' || lpad((%1$d + i)::text, 26, '0'), 'cus_' || lpad((%1$d + i)::text, 26, '0'), 'KWD',
                    c.number::bigint * %2$d, c.number::bigint * %2$d, c.number, now() - interval '400 days'
                from generate_series(%3$d, %4$d) i, lateral (select %5$d / %6$d + (i < %5$d %% %6$d)::int as number) c
                """.formatted(first, AMOUNT_MINOR, from, to - 1, transfers, wallets));
    }

    private void transfers(Connection connection, long first, long from, long to, long transfers) throws SQLException {
        if (transfers == 0) {
            return;
        }
        run(connection, """
                with item as materialized (
                    select 'trf_' || lpad(((%1$d + i)::bigint * 100000 + k)::text, 26, '0') as id,
                        'wal_' || lpad((%1$d + i)::text, 26, '0') as wallet, 'seed/' || (%1$d + i) || '/' || k as key, k as number,
                        now() - interval '365 days' + k * interval '1 hour' as at
                    from generate_series(%2$d, %3$d) i,
                        lateral (select %4$d / %5$d + (i < %4$d %% %5$d)::int as number) c,
                        generate_series(1, c.number) k),
                transfer as (
                    insert into ledger_transfer (id, kind, business_key, wallet_id, account_id, amount_minor, currency, occurred_at,
                        recorded_at)
                    select id, 'RECHARGE', key, wallet, 'clearing:stripe:main', %6$d, 'KWD', at, at from item
                    returning id),
                entry as (
                    insert into ledger_entry (transfer_id, line, wallet_id, number, balance_after_minor, account_id, amount_minor,
                        currency, recorded_at)
                    select id, 1, wallet, number, number::bigint * %6$d, null, %6$d, 'KWD', at from item join transfer using (id)
                    union all
                    select id, 2, null, null, null, 'clearing:stripe:main', -%6$d, 'KWD', at from item join transfer using (id))
                select count(*) from transfer
                """.formatted(first, from, to - 1, transfers, wallets, AMOUNT_MINOR));
        run(connection, """
                insert into ledger_posting (transfer_id, state, erp_number, posted_at)
                select t.id, 'confirmed', 'SEED-' || t.id, t.recorded_at from ledger_transfer t
                where t.id between 'trf_' || lpad((%1$d::bigint * 100000)::text, 26, '0')
                    and 'trf_' || lpad((%2$d::bigint * 100000)::text, 26, '0')
                """.formatted(first + from, first + to));
    }

    /** Recharge j belongs to wallet j, round and round, and to its next transfer as long as it has one. */
    private void recharges(Connection connection, long first, long firstRecharge, long from, long to)
            throws SQLException {
        run(connection, """
                insert into recharge_recharge (id, reference, customer_id, customer_external_id, wallet_id, gateway, account,
                    amount_minor, currency, method, state, return_url, return_nonce, checkout_id, credited_minor, created_at,
                    expires_at, changed_at, calling_until)
                select 'rch_' || lpad((%1$d + j)::text, 26, '0'), 'RCH-SEED-' || (%1$d + j), 'cus_' || lpad(w::text, 26, '0'),
                    'SEED-' || w, 'wal_' || lpad(w::text, 26, '0'), 'stripe', 'main', %2$d, 'KWD', 'card',
                    case when t.id is null then 'pending' else 'succeeded' end, 'https://portal.example/done', 'seed',
                    'cs_seed_' || (%1$d + j), case when t.id is null then 0 else %2$d end, now(), now() + interval '1 day', now(),
                    now()
                from generate_series(%3$d, %4$d) j cross join lateral (select %5$d + j %% %6$d as w, 1 + j / %6$d as k) x
                    left join ledger_transfer t on t.id = 'trf_' || lpad((x.w::bigint * 100000 + x.k)::text, 26, '0')
                """.formatted(firstRecharge, AMOUNT_MINOR, from, to - 1, first, (long) wallets));
        run(connection, """
                with paid as materialized (
                    select r.id as recharge, r.customer_id, t.id as transfer, e.number, e.balance_after_minor, t.occurred_at,
                        'pi_seed_' || (%1$d + j) as payment, 'rcp_' || lpad((%1$d + j)::text, 26, '0') as receipt
                    from generate_series(%3$d, %4$d) j cross join lateral (select %5$d + j %% %6$d as w, 1 + j / %6$d as k) x
                        join ledger_transfer t on t.id = 'trf_' || lpad((x.w::bigint * 100000 + x.k)::text, 26, '0')
                        join ledger_entry e on e.transfer_id = t.id and e.line = 1
                        join recharge_recharge r on r.id = 'rch_' || lpad((%1$d + j)::text, 26, '0')),
                payment as (
                    insert into recharge_payment (gateway, account, payment_id, recharge_id, matched, captured_minor,
                        credited_minor, currency, seen_at)
                    select 'stripe', 'main', payment, recharge, true, %2$d, %2$d, 'KWD', occurred_at from paid)
                insert into recharge_receipt (id, recharge_id, customer_id, transfer_id, gateway, account, payment_id,
                    captured_total_minor, amount_minor, currency, reason, entry_number, balance_after_minor, occurred_at, recorded_at)
                select receipt, recharge, customer_id, transfer, 'stripe', 'main', payment, %2$d, %2$d, 'KWD', 'recharge', number,
                    balance_after_minor, occurred_at, occurred_at
                from paid
                """.formatted(firstRecharge, AMOUNT_MINOR, from, to - 1, first, (long) wallets));
    }

    private static long count(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
