package wallethub.recharge;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestamp;
import static wallethub.database.Timestamps.timestampOrNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;
import wallethub.id.OrderId;
import wallethub.id.RechargeId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/** The SQL of recharges. A recharge's row is locked before anything that hangs on it. */
@Component
class RechargeStore {

    private final JdbcClient jdbc;

    /**
     * What a recharge has been credited in all from now on.
     *
     * @param decided it may be more than was asked for
     */
    record Credited(RechargeId id, RechargeState state, Money credited, boolean decided) {}

    RechargeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Recharge recharge, Instant callingUntil, Instant nextPollAt) {
        jdbc.sql("""
                        insert into recharge_recharge (id, reference, customer_id, customer_external_id, wallet_id, gateway,
                            account, amount_minor, currency, method, state, return_url, return_nonce, created_at, expires_at,
                            changed_at, calling_until, next_poll_at, order_id)
                        values (:id, :reference, :customer, :externalId, :wallet, :gateway, :account, :amount, :currency,
                            :method, :state, :returnUrl, :nonce, :createdAt, :expiresAt, :createdAt, :callingUntil, :nextPollAt,
                            :order)
                        """)
                .param("id", recharge.id().text())
                .param("reference", recharge.reference())
                .param("customer", recharge.customer().text())
                .param("externalId", recharge.customerExternalId())
                .param("wallet", recharge.wallet().text())
                .param("gateway", recharge.gateway())
                .param("account", recharge.account())
                .param("amount", recharge.amount().minorUnits())
                .param("currency", recharge.amount().currencyCode())
                .param("method", recharge.method().wire())
                .param("state", recharge.state().wire())
                .param("returnUrl", recharge.returnUrl())
                .param("nonce", recharge.returnNonce())
                .param("createdAt", timestamp(recharge.createdAt()))
                .param("expiresAt", timestamp(recharge.expiresAt()))
                .param("callingUntil", timestamp(callingUntil))
                .param("nextPollAt", timestamp(nextPollAt))
                .param("order", text(recharge.order()))
                .update();
    }

    private static @Nullable String text(@Nullable OrderId order) {
        return order == null ? null : order.text();
    }

    /** The same wish whose checkout never came back, and that nobody is calling for now; locked. */
    Optional<Recharge> lockUnanswered(
            CustomerId customer, CreateRecharge wish, String returnUrl, Instant since, Instant now) {
        return jdbc.sql("""
                        select * from recharge_recharge
                        where customer_id = :customer and state = 'unknown' and checkout_id is null
                            and amount_minor = :amount and currency = :currency and return_url = :returnUrl
                            and order_id is not distinct from cast(:order as text) and created_at > :since and calling_until <= :now
                        order by id limit 1
                        for update skip locked
                        """)
                .param("customer", customer.text())
                .param("amount", wish.amount().minorUnits())
                .param("currency", wish.amount().currencyCode())
                .param("returnUrl", returnUrl)
                .param("order", text(wish.orderId()))
                .param("since", timestamp(since))
                .param("now", timestamp(now))
                .query(RechargeStore::recharge)
                .optional();
    }

    void keepCalling(RechargeId id, Instant callingUntil) {
        jdbc.sql("update recharge_recharge set calling_until = :until where id = :id")
                .param("until", timestamp(callingUntil))
                .param("id", id.text())
                .update();
    }

    Optional<Recharge> lock(RechargeId id) {
        return jdbc.sql("select * from recharge_recharge where id = :id for update")
                .param("id", id.text())
                .query(RechargeStore::recharge)
                .optional();
    }

    /** The same, of that customer; a foreign id answers like a missing one. */
    Optional<Recharge> lock(RechargeId id, CustomerId customer) {
        return jdbc.sql("select * from recharge_recharge where id = :id and customer_id = :customer for update")
                .param("id", id.text())
                .param("customer", customer.text())
                .query(RechargeStore::recharge)
                .optional();
    }

    /** How many transfers the customer has announced that are waited for. */
    int countAwaiting(CustomerId customer) {
        return jdbc.sql("""
                        select count(*) from recharge_recharge
                        where customer_id = :customer and state = 'awaiting_confirmation'
                        """)
                .param("customer", customer.text())
                .query(Integer.class)
                .single();
    }

    /** Whether a request is asking the gateway for its checkout at this moment. */
    boolean isBeingMade(RechargeId id, Instant now) {
        return jdbc.sql("""
                        select checkout_id is null and calling_until > :now from recharge_recharge where id = :id
                        """)
                .param("now", timestamp(now))
                .param("id", id.text())
                .query(Boolean.class)
                .single();
    }

    /** By our reference or id, whatever the account; the caller compares accounts. */
    List<Recharge> lockAll(Collection<String> references, Collection<RechargeId> ids) {
        // In id order, so that two batches never wait for each other.
        return jdbc.sql("""
                        select * from recharge_recharge
                        where reference = any (:references) or id = any (:ids)
                        order by id
                        for update
                        """)
                .param("references", references.toArray(String[]::new))
                .param("ids", ids.stream().map(RechargeId::text).toArray(String[]::new))
                .query(RechargeStore::recharge)
                .list();
    }

    /** By what the gateway calls it, for documents that do not carry our reference. */
    Optional<RechargeId> findByGateway(
            String gateway, String account, @Nullable String checkoutId, @Nullable String paymentId) {
        return jdbc.sql("""
                        select id from recharge_recharge
                        where gateway = :gateway and account = :account and checkout_id = cast(:checkout as text)
                        union all
                        select recharge_id from recharge_payment
                        where gateway = :gateway and account = :account and payment_id = cast(:payment as text)
                        limit 1
                        """)
                .param("gateway", gateway)
                .param("account", account)
                .param("checkout", checkoutId)
                .param("payment", paymentId)
                .query((row, n) -> new RechargeId(row.getString("id")))
                .optional();
    }

    /** A foreign id answers like a missing one. */
    Optional<Recharge> find(RechargeId id, CustomerId customer) {
        return jdbc.sql("select * from recharge_recharge where id = :id and customer_id = :customer")
                .param("id", id.text())
                .param("customer", customer.text())
                .query(RechargeStore::recharge)
                .optional();
    }

    /** Whosever it is. */
    Optional<Recharge> find(RechargeId id) {
        return jdbc.sql("select * from recharge_recharge where id = :id")
                .param("id", id.text())
                .query(RechargeStore::recharge)
                .optional();
    }

    Optional<Recharge> findByReference(String reference) {
        return jdbc.sql("select * from recharge_recharge where reference = :reference")
                .param("reference", reference)
                .query(RechargeStore::recharge)
                .optional();
    }

    void moved(RechargeId id, RechargeState state, @Nullable String failureCode, Instant at) {
        jdbc.sql("""
                        update recharge_recharge
                        set state = :state, failure_code = coalesce(:failure, failure_code), changed_at = :at,
                            next_poll_at = case when :settled then null else next_poll_at end
                        where id = :id
                        """)
                .param("state", state.wire())
                .param("failure", failureCode)
                .param("at", timestamp(at))
                .param("settled", state.isSettled())
                .param("id", id.text())
                .update();
    }

    void credited(List<Credited> credits, Instant at) {
        jdbc.sql("""
                        update recharge_recharge r
                        set state = u.state, credited_minor = u.credited, decided = r.decided or u.decided,
                            changed_at = :at,
                            next_poll_at = case when u.settled then null else r.next_poll_at end
                        from unnest(:ids, :states, :credited, :settled, :decided) u(id, state, credited, settled, decided)
                        where r.id = u.id
                        """)
                .param("ids", credits.stream().map(credit -> credit.id().text()).toArray(String[]::new))
                .param(
                        "states",
                        credits.stream().map(credit -> credit.state().wire()).toArray(String[]::new))
                .param(
                        "credited",
                        credits.stream()
                                .mapToLong(credit -> credit.credited().minorUnits())
                                .toArray())
                .param(
                        "settled",
                        credits.stream()
                                .map(credit -> credit.state().isSettled())
                                .toArray(Boolean[]::new))
                .param("decided", credits.stream().map(Credited::decided).toArray(Boolean[]::new))
                .param("at", timestamp(at))
                .update();
    }

    /** What the gateway made for it; the first answer stands. */
    void checkedOut(RechargeId id, String checkoutId, @Nullable String checkoutUrl, Instant at) {
        jdbc.sql("""
                        update recharge_recharge
                        set checkout_id = coalesce(checkout_id, :checkout), checkout_url = coalesce(checkout_url, :url),
                            changed_at = :at, calling_until = :at
                        where id = :id
                        """)
                .param("checkout", checkoutId)
                .param("url", checkoutUrl)
                .param("at", timestamp(at))
                .param("id", id.text())
                .update();
    }

    /** Those that are due to be asked after, locked; another instance takes others. */
    List<Recharge> lockDue(Instant now, int limit) {
        return jdbc.sql("""
                        select * from recharge_recharge
                        where next_poll_at <= :now
                        order by next_poll_at, id limit :limit
                        for update skip locked
                        """)
                .param("now", timestamp(now))
                .param("limit", limit)
                .query(RechargeStore::recharge)
                .list();
    }

    /** Whether money may still come for it, or wait for a decision; a failed or expired one is paid late at most. */
    boolean hasOpen(CustomerId customer) {
        return jdbc.sql("""
                        select exists (
                            select from recharge_recharge
                            where customer_id = :customer
                                and state in ('created', 'unknown', 'pending', 'awaiting_confirmation', 'authorised',
                                    'confirming', 'parked'))
                        """)
                .param("customer", customer.text())
                .query(Boolean.class)
                .single();
    }

    void polled(RechargeId id, @Nullable Instant nextPollAt) {
        jdbc.sql("""
                        update recharge_recharge
                        set poll_count = poll_count + 1, next_poll_at = cast(:next as timestamptz)
                        where id = :id
                        """)
                .param("next", timestampOrNull(nextPollAt))
                .param("id", id.text())
                .update();
    }

    static Recharge recharge(ResultSet row, int number) throws SQLException {
        String currency = row.getString("currency");
        return new Recharge(
                new RechargeId(row.getString("id")),
                row.getString("reference"),
                new CustomerId(row.getString("customer_id")),
                row.getString("customer_external_id"),
                new WalletId(row.getString("wallet_id")),
                row.getString("gateway"),
                row.getString("account"),
                RechargeMethod.of(row.getString("method")),
                Money.ofMinor(row.getLong("amount_minor"), currency),
                Money.ofMinor(row.getLong("credited_minor"), currency),
                RechargeState.of(row.getString("state")),
                row.getString("failure_code"),
                row.getString("return_url"),
                row.getString("return_nonce"),
                row.getString("checkout_id"),
                row.getString("checkout_url"),
                instant(row, "created_at"),
                instant(row, "expires_at"),
                row.getInt("poll_count"),
                order(row.getString("order_id")));
    }

    private static @Nullable OrderId order(@Nullable String id) {
        return id == null ? null : new OrderId(id);
    }
}
