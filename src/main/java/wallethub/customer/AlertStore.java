package wallethub.customer;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.instantOrNull;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.id.AlertId;
import wallethub.id.CustomerId;
import wallethub.id.StaffId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/** The SQL of alerts. */
@Repository
class AlertStore {

    /** How far a list is counted. */
    static final int COUNTED_MAX = 1_000;

    private final JdbcClient jdbc;

    AlertStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A kind of alert of one wallet. */
    record Subject(WalletId wallet, AlertKind kind) {}

    /**
     * Which alerts are wanted.
     *
     * @param open true for those that stand, false for those that are over, null for both
     */
    record Filter(
            @Nullable CustomerId customer,
            @Nullable AlertKind kind,
            @Nullable Boolean open) {}

    /**
     * Locks the open alert of that wallet and kind where there is one already. An erased customer, and one who was merged into
     * another, is told nothing any more.
     *
     * @return whether it was raised
     */
    boolean raise(Alert alert) {
        return jdbc.sql("""
                        insert into customer_alert as a (id, kind, wallet_id, customer_id, amount_minor, threshold_minor,
                            currency, reference, raised_at)
                        select :id, :kind, :wallet, :customer, :amount, cast(:threshold as bigint), :currency,
                            cast(:reference as text), cast(:at as timestamptz)
                        where not exists (select from customer_erased e where e.customer_id = :customer)
                            and not exists (
                                select from customer_mirror c join customer_alias m on m.external_id = c.external_id
                                where c.id = :customer)
                        on conflict (wallet_id, kind) where cleared_at is null
                            do update set cleared_at = a.cleared_at
                        returning a.id
                        """)
                .param("id", alert.id().text())
                .param("kind", alert.kind().wire())
                .param("wallet", alert.wallet().text())
                .param("customer", alert.customer().text())
                .param("amount", alert.amount().minorUnits())
                .param(
                        "threshold",
                        alert.threshold() == null ? null : alert.threshold().minorUnits())
                .param("currency", alert.amount().currencyCode())
                .param("reference", alert.reference())
                .param("at", timestamp(alert.raisedAt()))
                .query(String.class)
                .optional()
                .filter(alert.id().text()::equals)
                .isPresent();
    }

    /** One round trip; those that were open and are over now. */
    List<Alert> clear(Collection<Subject> subjects, Instant at) {
        return jdbc.sql("""
                        update customer_alert a set cleared_at = :at
                        from (select distinct wallet, kind
                            from unnest(cast(:wallets as text[]), cast(:kinds as text[])) u(wallet, kind)) u
                        where a.wallet_id = u.wallet and a.kind = u.kind and a.cleared_at is null
                        returning a.*
                        """)
                .param("at", timestamp(at))
                .param(
                        "wallets",
                        subjects.stream()
                                .map(subject -> subject.wallet().text())
                                .toArray(String[]::new))
                .param(
                        "kinds",
                        subjects.stream().map(subject -> subject.kind().wire()).toArray(String[]::new))
                .query(AlertStore::alert)
                .list();
    }

    /** Locked until the end of the transaction. */
    boolean lockOpen(Subject subject) {
        return jdbc.sql("""
                        select id from customer_alert
                        where wallet_id = :wallet and kind = :kind and cleared_at is null for no key update
                        """)
                .param("wallet", subject.wallet().text())
                .param("kind", subject.kind().wire())
                .query(String.class)
                .optional()
                .isPresent();
    }

    /** The open ones about the balance itself. */
    List<Subject> openAboutBalance(Collection<WalletId> wallets) {
        return jdbc.sql("""
                        select wallet_id, kind from customer_alert
                        where wallet_id = any (:wallets) and kind in ('low_balance', 'debt') and cleared_at is null
                        """)
                .param("wallets", wallets.stream().map(WalletId::text).toArray(String[]::new))
                .query((row, n) ->
                        new Subject(new WalletId(row.getString("wallet_id")), AlertKind.of(row.getString("kind"))))
                .list();
    }

    /** The latest first; '~' is behind every id. */
    List<Alert> list(Filter filter, @Nullable AlertId below, int limit) {
        return jdbc.sql("""
                        select * from customer_alert
                        where id < (select coalesce(cast(:below as text), '~'))
                            and (cast(:customer as text) is null or customer_id = :customer)
                            and (cast(:kind as text) is null or kind = :kind)
                            and (cast(:open as boolean) is null or (cleared_at is null) = :open)
                        order by id desc limit :limit
                        """)
                .param("below", below == null ? null : below.text())
                .param(
                        "customer",
                        filter.customer() == null ? null : filter.customer().text())
                .param("kind", filter.kind() == null ? null : filter.kind().wire())
                .param("open", filter.open())
                .param("limit", limit)
                .query(AlertStore::alert)
                .list();
    }

    /** How many there are, and one more than {@link #COUNTED_MAX} when there are more than that. */
    int count(Filter filter) {
        return jdbc.sql("""
                        select count(*) from (
                            select from customer_alert
                            where (cast(:customer as text) is null or customer_id = :customer)
                                and (cast(:kind as text) is null or kind = :kind)
                                and (cast(:open as boolean) is null or (cleared_at is null) = :open)
                            limit :most + 1) a
                        """)
                .param(
                        "customer",
                        filter.customer() == null ? null : filter.customer().text())
                .param("kind", filter.kind() == null ? null : filter.kind().wire())
                .param("open", filter.open())
                .param("most", COUNTED_MAX)
                .query(Integer.class)
                .single();
    }

    Optional<Alert> lock(AlertId id) {
        return jdbc.sql("select * from customer_alert where id = :id for no key update")
                .param("id", id.text())
                .query(AlertStore::alert)
                .optional();
    }

    /** By its customer, of one that the customer has not seen yet. */
    Alert see(AlertId id, Instant at) {
        return jdbc.sql("update customer_alert set seen_at = :at where id = :id and seen_at is null returning *")
                .param("id", id.text())
                .param("at", timestamp(at))
                .query(AlertStore::alert)
                .single();
    }

    /** Of one that nobody on the staff has acknowledged yet. */
    Alert acknowledge(AlertId id, StaffId staff, Instant at) {
        return jdbc.sql("""
                        update customer_alert set acknowledged_at = :at, acknowledged_by = :staff
                        where id = :id and acknowledged_at is null returning *
                        """)
                .param("id", id.text())
                .param("staff", staff.text())
                .param("at", timestamp(at))
                .query(AlertStore::alert)
                .single();
    }

    /** Where the sweep goes on; locked, so that there is one at a time. */
    String sweptTo() {
        return jdbc.sql("select behind from customer_alert_sweep for update")
                .query(String.class)
                .single();
    }

    void sweptTo(String wallet) {
        jdbc.sql("update customer_alert_sweep set behind = :wallet")
                .param("wallet", wallet)
                .update();
    }

    private static Alert alert(ResultSet row, int number) throws SQLException {
        String currency = row.getString("currency");
        Long threshold = row.getObject("threshold_minor", Long.class);
        String staff = row.getString("acknowledged_by");
        return new Alert(
                new AlertId(row.getString("id")),
                AlertKind.of(row.getString("kind")),
                new WalletId(row.getString("wallet_id")),
                new CustomerId(row.getString("customer_id")),
                Money.ofMinor(row.getLong("amount_minor"), currency),
                threshold == null ? null : Money.ofMinor(threshold, currency),
                row.getString("reference"),
                instant(row, "raised_at"),
                instantOrNull(row, "cleared_at"),
                instantOrNull(row, "seen_at"),
                instantOrNull(row, "acknowledged_at"),
                staff == null ? null : new StaffId(staff));
    }
}
