package wallethub.ledger;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.id.CustomerId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/** The SQL of wallets and transfers; each call is one round trip. */
final class LedgerStore {

    private final JdbcClient jdbc;

    LedgerStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean open(WalletId wallet, CustomerId customer, String currency, Instant at) {
        return jdbc.sql("""
                        insert into ledger_wallet (id, customer_id, currency, opened_at)
                        values (:id, :customer, :currency, :at)
                        on conflict on constraint ledger_wallet_pk do nothing
                        """)
                        .param("id", wallet.text())
                        .param("customer", customer.text())
                        .param("currency", currency)
                        .param("at", timestamp(at))
                        .update()
                == 1;
    }

    PostOutcome post(Transfer transfer, Instant at) {
        return jdbc.sql("""
                        select outcome, transfer_id, entry_number, balance_after_minor, available_minor, wallet_currency
                        from ledger_post(:id, :kind, :wallet, :amount, :currency, :account, :key, :occurredAt, :at)
                        """)
                .param("id", transfer.id().text())
                .param("kind", transfer.kind().name())
                .param("wallet", transfer.wallet().text())
                .param("amount", transfer.amount().minorUnits())
                .param("currency", transfer.amount().currencyCode())
                .param("account", transfer.counterAccount())
                .param("key", transfer.businessKey())
                .param("occurredAt", timestamp(transfer.occurredAt()))
                .param("at", timestamp(at))
                .query((row, n) -> outcome(row, transfer, at))
                .single();
    }

    List<PostOutcome> post(List<Transfer> transfers, Instant at) {
        return jdbc.sql("""
                        select outcome, transfer_id, entry_number, balance_after_minor, available_minor, wallet_currency
                        from ledger_post_batch(:ids, :kinds, :wallets, :amounts, :currencies, :accounts, :keys,
                            cast(:occurredAt as timestamptz[]), :at)
                        """)
                .param("ids", texts(transfers, transfer -> transfer.id().text()))
                .param("kinds", texts(transfers, transfer -> transfer.kind().name()))
                .param("wallets", texts(transfers, transfer -> transfer.wallet().text()))
                .param(
                        "amounts",
                        transfers.stream()
                                .mapToLong(transfer -> transfer.amount().minorUnits())
                                .toArray())
                .param(
                        "currencies",
                        texts(transfers, transfer -> transfer.amount().currencyCode()))
                .param("accounts", texts(transfers, Transfer::counterAccount))
                .param("keys", texts(transfers, Transfer::businessKey))
                .param(
                        "occurredAt",
                        texts(
                                transfers,
                                transfer -> timestamp(transfer.occurredAt()).toString()))
                .param("at", timestamp(at))
                .query((row, n) -> outcome(row, transfers.get(n), at))
                .list();
    }

    TakeBackOutcome takeBack(TransferId refused, TransferId reversal, Instant at) {
        return jdbc.sql("""
                        select outcome, wallet_id, reversal_id, entry_number, balance_after_minor, amount_minor, currency
                        from ledger_take_back(:refused, :reversal, :at)
                        """)
                .param("refused", refused.text())
                .param("reversal", reversal.text())
                .param("at", timestamp(at))
                .query((row, n) -> takenBack(row, at))
                .single();
    }

    private static TakeBackOutcome takenBack(ResultSet row, Instant at) throws SQLException {
        String outcome = row.getString("outcome");
        return switch (outcome) {
            case "TAKEN_BACK" -> {
                String currency = row.getString("currency");
                yield new TakeBackOutcome.TakenBack(
                        new TransferId(row.getString("reversal_id")),
                        new WalletId(row.getString("wallet_id")),
                        row.getLong("entry_number"),
                        Money.ofMinor(row.getLong("amount_minor"), currency),
                        Money.ofMinor(row.getLong("balance_after_minor"), currency),
                        at);
            }
            case "ALREADY_TAKEN_BACK" ->
                new TakeBackOutcome.AlreadyTakenBack(new TransferId(row.getString("reversal_id")));
            case "STANDS" -> new TakeBackOutcome.Stands();
            case "NOT_REFUSED" -> new TakeBackOutcome.NotRefused();
            case "UNKNOWN_TRANSFER" -> new TakeBackOutcome.UnknownTransfer();
            default -> throw new IllegalStateException("ledger_take_back answered " + outcome);
        };
    }

    Optional<TransferKind> kindOf(TransferId transfer) {
        return jdbc.sql("select kind from ledger_transfer where id = :id")
                .param("id", transfer.text())
                .query((row, n) -> TransferKind.valueOf(row.getString(1)))
                .optional();
    }

    boolean stands(TransferId payment) {
        return jdbc.sql("""
                        select exists (select from ledger_posting where transfer_id = :id and state = 'confirmed')
                            and not exists (select from ledger_transfer where kind = 'REVERSAL' and business_key = :id)
                        """).param("id", payment.text()).query(Boolean.class).single();
    }

    Set<TransferId> standing(Collection<TransferId> payments) {
        return jdbc
                .sql("""
                        select p.transfer_id from ledger_posting p
                        where p.transfer_id = any (:ids) and p.state = 'confirmed'
                            and not exists (
                                select from ledger_transfer t where t.kind = 'REVERSAL' and t.business_key = p.transfer_id)
                        """)
                .param("ids", payments.stream().map(TransferId::text).toArray(String[]::new))
                .query((row, n) -> transferId(row))
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    int lock(Collection<WalletId> wallets) {
        return jdbc.sql("""
                        select count(*) from (
                            select from ledger_wallet where id = any (:ids) order by id for no key update) locked
                        """)
                .param("ids", wallets.stream().map(WalletId::text).toArray(String[]::new))
                .query(Integer.class)
                .single();
    }

    Optional<Transfer> find(TransferId transfer) {
        return jdbc.sql("""
                        select id, kind, wallet_id, amount_minor, currency, account_id, business_key, occurred_at
                        from ledger_transfer where id = :id
                        """)
                .param("id", transfer.text())
                .query((row, n) -> new Transfer(
                        new TransferId(row.getString("id")),
                        TransferKind.valueOf(row.getString("kind")),
                        new WalletId(row.getString("wallet_id")),
                        Money.ofMinor(row.getLong("amount_minor"), row.getString("currency")),
                        row.getString("account_id"),
                        row.getString("business_key"),
                        instant(row, "occurred_at")))
                .optional();
    }

    Optional<Wallet> find(WalletId wallet) {
        return jdbc.sql("""
                        select id, customer_id, currency, balance_minor, held_minor, floor_minor, in_debt, frozen,
                            erp_confirmed_minor, in_flight_minor, refused_minor, entry_count
                        from ledger_wallet where id = :id
                        """)
                .param("id", wallet.text())
                .query(LedgerStore::wallet)
                .optional();
    }

    Optional<Wallet> findByCustomer(CustomerId customer) {
        return jdbc.sql("""
                        select id, customer_id, currency, balance_minor, held_minor, floor_minor, in_debt, frozen,
                            erp_confirmed_minor, in_flight_minor, refused_minor, entry_count
                        from ledger_wallet where customer_id = :customer
                        """)
                .param("customer", customer.text())
                .query(LedgerStore::wallet)
                .optional();
    }

    List<Wallet> find(Collection<WalletId> wallets) {
        return jdbc.sql("""
                        select id, customer_id, currency, balance_minor, held_minor, floor_minor, in_debt, frozen,
                            erp_confirmed_minor, in_flight_minor, refused_minor, entry_count
                        from ledger_wallet where id = any (:ids) order by id
                        """)
                .param("ids", wallets.stream().map(WalletId::text).toArray(String[]::new))
                .query(LedgerStore::wallet)
                .list();
    }

    List<Wallet> behind(String wallet, int limit) {
        return jdbc.sql("""
                        select id, customer_id, currency, balance_minor, held_minor, floor_minor, in_debt, frozen,
                            erp_confirmed_minor, in_flight_minor, refused_minor, entry_count
                        from ledger_wallet where id > :after order by id limit :limit
                        """)
                .param("after", wallet)
                .param("limit", limit)
                .query(LedgerStore::wallet)
                .list();
    }

    boolean exists(TransferId transfer) {
        return jdbc.sql("select exists (select from ledger_transfer where id = :id)")
                .param("id", transfer.text())
                .query(Boolean.class)
                .single();
    }

    void number(TransferId transfer, String erpNumber) {
        jdbc.sql("""
                        update ledger_posting set erp_number = :number
                        where transfer_id = :id and state = 'confirmed' and erp_number is null
                        """).param("number", erpNumber).param("id", transfer.text()).update();
    }

    boolean setFrozen(WalletId wallet, boolean frozen) {
        return jdbc.sql("update ledger_wallet set frozen = :frozen where id = :id")
                        .param("frozen", frozen)
                        .param("id", wallet.text())
                        .update()
                == 1;
    }

    private static PostOutcome outcome(ResultSet row, Transfer transfer, Instant at) throws SQLException {
        String outcome = row.getString("outcome");
        return switch (outcome) {
            case "POSTED" ->
                new PostOutcome.Posted(
                        transfer.id(),
                        row.getLong("entry_number"),
                        balanceAfter(row, transfer),
                        money(row, "available_minor", transfer.amount()),
                        at);
            case "ALREADY_POSTED" ->
                new PostOutcome.AlreadyPosted(
                        transferId(row), row.getLong("entry_number"), balanceAfter(row, transfer));
            case "KEY_REUSED" -> new PostOutcome.KeyReused(transferId(row));
            case "INSUFFICIENT_FUNDS" ->
                new PostOutcome.InsufficientFunds(money(row, "available_minor", transfer.amount()));
            case "CURRENCY_MISMATCH" -> new PostOutcome.CurrencyMismatch(row.getString("wallet_currency"));
            case "WALLET_FROZEN" -> new PostOutcome.WalletFrozen();
            case "UNKNOWN_WALLET" -> new PostOutcome.UnknownWallet();
            default -> throw new IllegalStateException("ledger_post answered " + outcome);
        };
    }

    private static Wallet wallet(ResultSet row, int number) throws SQLException {
        String currency = row.getString("currency");
        return new Wallet(
                new WalletId(row.getString("id")),
                new CustomerId(row.getString("customer_id")),
                Money.ofMinor(row.getLong("balance_minor"), currency),
                Money.ofMinor(row.getLong("held_minor"), currency),
                Money.ofMinor(row.getLong("floor_minor"), currency),
                row.getBoolean("in_debt"),
                row.getBoolean("frozen"),
                Money.ofMinor(row.getLong("erp_confirmed_minor"), currency),
                Money.ofMinor(row.getLong("in_flight_minor"), currency),
                Money.ofMinor(row.getLong("refused_minor"), currency),
                row.getLong("entry_count"));
    }

    private static TransferId transferId(ResultSet row) throws SQLException {
        return new TransferId(row.getString("transfer_id"));
    }

    private static Money balanceAfter(ResultSet row, Transfer transfer) throws SQLException {
        return money(row, "balance_after_minor", transfer.amount());
    }

    private static Money money(ResultSet row, String column, Money like) throws SQLException {
        return new Money(row.getLong(column), like.currency());
    }

    private static String[] texts(List<Transfer> transfers, Function<Transfer, String> text) {
        return transfers.stream().map(text).toArray(String[]::new);
    }
}
