package wallethub.ledger;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.id.HoldId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/** The SQL of holds; each call is one round trip and locks the wallet first. */
final class HoldStore {

    /** What was done, and what it changed; nothing when it was refused. */
    record Done<T>(T outcome, List<AvailableChange> changes) {}

    /** A hold whose time has come. */
    record Due(HoldId hold, WalletId wallet, Money open) {}

    private final JdbcClient jdbc;

    HoldStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    HoldOutcome.Place place(Hold hold, Instant at) {
        return jdbc.sql("""
                        select outcome, hold_id, open_minor, available_minor, wallet_currency, state
                        from ledger_hold_place(:id, :wallet, :amount, :currency, :key, :expiresAt, :at)
                        """)
                .param("id", hold.id().text())
                .param("wallet", hold.wallet().text())
                .param("amount", hold.amount().minorUnits())
                .param("currency", hold.amount().currencyCode())
                .param("key", hold.businessKey())
                .param("expiresAt", timestamp(hold.expiresAt()))
                .param("at", timestamp(at))
                .query((row, n) -> placed(row, hold.amount()))
                .single();
    }

    /** Whose a hold is and what it was placed for never changes: read beside what the function changes. */
    Done<HoldOutcome.Captured> capture(Capture capture, Instant at) {
        return jdbc.sql("""
                        select c.outcome, c.transfer_id, c.entry_number, c.balance_after_minor, c.available_minor,
                            c.wallet_currency, c.open_minor, c.hold_state, h.wallet_id, h.amount_minor, h.currency
                        from ledger_hold_capture(:hold, :keepRest, :transfer, :kind, :amount, :currency, :account, :key,
                                :occurredAt, :at) c
                            left join ledger_hold h on h.id = :hold
                        """)
                .param("hold", capture.hold().text())
                .param("keepRest", capture.keepRest())
                .param("transfer", capture.transfer().text())
                .param("kind", TransferKind.PAYMENT.name())
                .param("amount", capture.amount().minorUnits())
                .param("currency", capture.amount().currencyCode())
                .param("account", capture.counterAccount())
                .param("key", capture.businessKey())
                .param("occurredAt", timestamp(capture.occurredAt()))
                .param("at", timestamp(at))
                .query((row, n) -> {
                    HoldOutcome.Captured outcome = captured(row, capture.amount(), at);
                    // What is taken of what is kept changes nothing of what can be spent.
                    return outcome instanceof HoldOutcome.Spent && !capture.keepRest()
                            ? new Done<>(
                                    outcome, List.of(givenBack(row, money(row, "available_minor", capture.amount()))))
                            : new Done<>(outcome, List.of());
                })
                .single();
    }

    Done<HoldOutcome.Release> release(HoldId hold, Instant at) {
        return jdbc.sql("""
                        select r.outcome, r.open_minor, r.wallet_currency, r.state, h.wallet_id, h.amount_minor,
                            h.currency
                        from ledger_hold_release(:id, :at) r left join ledger_hold h on h.id = :id
                        """)
                .param("id", hold.text())
                .param("at", timestamp(at))
                .query((row, n) -> {
                    HoldOutcome.Release outcome = released(row);
                    return outcome instanceof HoldOutcome.Released
                            ? new Done<>(outcome, List.of(givenBack(row, null)))
                            : new Done<>(outcome, List.of());
                })
                .single();
    }

    /** The oldest first. */
    List<Due> due(int limit, Instant at) {
        return jdbc.sql("""
                        select id, wallet_id, open_minor, currency from ledger_hold
                        where state = 'open' and expires_at <= :at order by expires_at, id limit :limit
                        """)
                .param("limit", limit)
                .param("at", timestamp(at))
                .query((row, n) -> new Due(
                        new HoldId(row.getString("id")),
                        new WalletId(row.getString("wallet_id")),
                        Money.ofMinor(row.getLong("open_minor"), row.getString("currency"))))
                .list();
    }

    /** Those that are still open and still due, under the locks of their wallets; says how many there were. */
    int expire(List<Due> holds, Instant at) {
        return jdbc.sql("select ledger_hold_close(:ids, 'expired', :at)")
                .param("ids", holds.stream().map(due -> due.hold().text()).toArray(String[]::new))
                .param("at", timestamp(at))
                .query(Integer.class)
                .single();
    }

    /** At most all that it was placed for. */
    private static AvailableChange givenBack(ResultSet row, @Nullable Money after) throws SQLException {
        return AvailableChange.upTo(
                new WalletId(row.getString("wallet_id")),
                Money.ofMinor(row.getLong("amount_minor"), row.getString("currency")),
                after);
    }

    Optional<HoldStanding> find(HoldId hold) {
        return jdbc.sql("""
                        select id as hold_id, wallet_id, amount_minor, captured_minor, open_minor, currency, state, expires_at
                        from ledger_hold where id = :id
                        """).param("id", hold.text()).query(HoldStore::standing).optional();
    }

    private static HoldStanding standing(ResultSet row, int number) throws SQLException {
        String currency = row.getString("currency");
        return new HoldStanding(
                holdId(row),
                new WalletId(row.getString("wallet_id")),
                Money.ofMinor(row.getLong("amount_minor"), currency),
                Money.ofMinor(row.getLong("captured_minor"), currency),
                Money.ofMinor(row.getLong("open_minor"), currency),
                state(row, "state"),
                instant(row, "expires_at"));
    }

    private static HoldOutcome.Place placed(ResultSet row, Money like) throws SQLException {
        String outcome = row.getString("outcome");
        return switch (outcome) {
            case "PLACED" -> new HoldOutcome.Placed(holdId(row), money(row, "available_minor", like));
            case "ALREADY_PLACED" ->
                new HoldOutcome.AlreadyPlaced(holdId(row), state(row, "state"), money(row, "open_minor", like));
            case "KEY_REUSED" -> new HoldOutcome.HoldKeyReused(holdId(row));
            case "INSUFFICIENT_FUNDS" -> new HoldOutcome.InsufficientFunds(money(row, "available_minor", like));
            case "CURRENCY_MISMATCH" -> new HoldOutcome.CurrencyMismatch(row.getString("wallet_currency"));
            case "WALLET_FROZEN" -> new HoldOutcome.WalletFrozen();
            case "UNKNOWN_WALLET" -> new HoldOutcome.UnknownWallet();
            default -> throw new IllegalStateException("ledger_hold_place answered " + outcome);
        };
    }

    private static HoldOutcome.Captured captured(ResultSet row, Money like, Instant at) throws SQLException {
        String outcome = row.getString("outcome");
        return switch (outcome) {
            case "POSTED" ->
                new HoldOutcome.Spent(
                        transferId(row),
                        row.getLong("entry_number"),
                        money(row, "balance_after_minor", like),
                        money(row, "open_minor", like),
                        at);
            case "ALREADY_POSTED" ->
                new HoldOutcome.AlreadySpent(
                        transferId(row), row.getLong("entry_number"), money(row, "balance_after_minor", like));
            case "KEY_REUSED" -> new HoldOutcome.TransferKeyReused(transferId(row));
            case "HOLD_CLOSED" -> new HoldOutcome.HoldClosed(state(row, "hold_state"));
            case "HOLD_EXPIRED" -> new HoldOutcome.HoldExpired();
            case "EXCEEDS_HOLD" -> new HoldOutcome.ExceedsHold(money(row, "open_minor", like));
            case "CURRENCY_MISMATCH" -> new HoldOutcome.CurrencyMismatch(row.getString("wallet_currency"));
            case "WALLET_FROZEN" -> new HoldOutcome.WalletFrozen();
            case "UNKNOWN_HOLD" -> new HoldOutcome.UnknownHold();
            default -> throw new IllegalStateException("ledger_hold_capture answered " + outcome);
        };
    }

    private static HoldOutcome.Release released(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return switch (outcome) {
            case "RELEASED" ->
                new HoldOutcome.Released(Money.ofMinor(row.getLong("open_minor"), row.getString("wallet_currency")));
            case "ALREADY_CLOSED" -> new HoldOutcome.HoldClosed(state(row, "state"));
            case "UNKNOWN_HOLD" -> new HoldOutcome.UnknownHold();
            default -> throw new IllegalStateException("ledger_hold_release answered " + outcome);
        };
    }

    private static HoldId holdId(ResultSet row) throws SQLException {
        return new HoldId(row.getString("hold_id"));
    }

    private static TransferId transferId(ResultSet row) throws SQLException {
        return new TransferId(row.getString("transfer_id"));
    }

    private static HoldOutcome.State state(ResultSet row, String column) throws SQLException {
        return HoldOutcome.State.valueOf(row.getString(column).toUpperCase(Locale.ROOT));
    }

    private static Money money(ResultSet row, String column, Money like) throws SQLException {
        return new Money(row.getLong(column), like.currency());
    }
}
