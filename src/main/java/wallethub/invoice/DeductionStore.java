package wallethub.invoice;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.id.CustomerId;
import wallethub.id.InvoiceId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/** The SQL of deductions; what it writes and decides by is under the lock of the wallet that pays. */
@Repository
class DeductionStore {

    private final JdbcClient jdbc;

    DeductionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A foreign id answers like a missing one. */
    Optional<Payable> find(InvoiceId id, CustomerId customer, Instant believed) {
        return jdbc.sql("""
                        select m.id, m.customer_id, m.system, m.external_id, m.number, m.debtor, m.state, m.total_minor, m.currency,
                            m.changed_at, s.to_pay_minor,
                            (select count(*) from invoice_deduction d where d.invoice_id = m.id) as attempts
                        from invoice_mirror m cross join lateral invoice_standing(m.id, :believed) s
                        where m.id = :id and m.customer_id = :customer
                        """)
                .param("id", id.text())
                .param("customer", customer.text())
                .param("believed", timestamp(believed))
                .query(DeductionStore::payable)
                .optional();
    }

    /**
     * What can be deducted by itself, in the order in which it is: due date, issue date, id. Not what was given back
     * at the version that the mirror still has: the ERP would refuse it again.
     */
    List<Payable> due(CustomerId customer, String system, String currency, Instant believed, int limit) {
        return jdbc.sql("""
                        select m.id, m.customer_id, m.system, m.external_id, m.number, m.debtor, m.state, m.total_minor, m.currency,
                            m.changed_at, s.to_pay_minor,
                            (select count(*) from invoice_deduction d where d.invoice_id = m.id) as attempts
                        from invoice_mirror m cross join lateral invoice_standing(m.id, :believed) s
                        where m.customer_id = :customer and m.state = 'open' and m.system = :system
                            and m.currency = :currency and s.to_pay_minor > 0
                            and not exists (
                                select from invoice_deduction d
                                where d.invoice_id = m.id and d.reversal_id is not null
                                    and d.mirror_changed_at >= m.changed_at)
                        order by coalesce(m.due_date, m.issue_date), m.issue_date, m.id limit :limit
                        """)
                .param("customer", customer.text())
                .param("system", system)
                .param("currency", currency)
                .param("believed", timestamp(believed))
                .param("limit", limit)
                .query(DeductionStore::payable)
                .list();
    }

    /**
     * Whether it is still so as the deduction says; otherwise nothing is written, and the transfer behind it must not
     * stay.
     */
    boolean insert(Deduction made, Instant believed) {
        Payable invoice = made.invoice();
        return jdbc.sql("""
                        insert into invoice_deduction (invoice_id, attempt, transfer_id, customer_id, wallet_id, amount_minor,
                            currency, cause, mirror_changed_at, paid_through_minor, made_at)
                        select m.id, :attempt, :transfer, m.customer_id, :wallet, :amount, m.currency, :cause, m.changed_at,
                            m.total_minor - m.open_minor + s.unseen_minor + :amount, :at
                        from invoice_mirror m cross join lateral invoice_standing(m.id, :believed) s
                        where m.id = :invoice and m.changed_at = :version and m.customer_id = :customer
                            and s.to_pay_minor >= :amount
                        """)
                        .param("attempt", invoice.nextAttempt())
                        .param("transfer", made.transfer().text())
                        .param("wallet", made.wallet().text())
                        .param("amount", made.amount().minorUnits())
                        .param("cause", made.cause().wire())
                        .param("at", timestamp(made.madeAt()))
                        .param("believed", timestamp(believed))
                        .param("invoice", invoice.id().text())
                        .param("version", timestamp(invoice.changedAt()))
                        .param("customer", invoice.customer().text())
                        .update()
                == 1;
    }

    /** The ERP has them; those whose invoice it has cancelled meanwhile are answered. */
    List<StandingDeduction> confirm(List<TransferId> transfers, Instant at) {
        return jdbc.sql("""
                        with confirmed as (
                            update invoice_deduction set confirmed_at = :at
                            where transfer_id = any (:transfers) and confirmed_at is null
                            returning invoice_id, transfer_id, customer_id, wallet_id, amount_minor, currency, reversal_id)
                        select c.*, true as confirmed from confirmed c join invoice_mirror m on m.id = c.invoice_id
                        where m.state = 'cancelled' and c.reversal_id is null
                        """)
                .param("transfers", transfers.stream().map(TransferId::text).toArray(String[]::new))
                .param("at", timestamp(at))
                .query(DeductionStore::standing)
                .list();
    }

    /** Those of them with which the ERP has more of the wallet than the invoice is of, in the order of their ids. */
    List<TransferId> overpaying(List<TransferId> confirmed) {
        return jdbc.sql("""
                        select d.transfer_id
                        from invoice_deduction d join invoice_mirror m on m.id = d.invoice_id
                        where d.transfer_id = any (:transfers) and d.reversal_id is null and m.state <> 'cancelled'
                            and greatest(0, m.total_minor) < (
                                select sum(i.amount_minor) from invoice_deduction i
                                where i.invoice_id = m.id and i.reversal_id is null and i.confirmed_at is not null)
                        order by d.transfer_id
                        """)
                .param("transfers", confirmed.stream().map(TransferId::text).toArray(String[]::new))
                .query((row, n) -> new TransferId(row.getString("transfer_id")))
                .list();
    }

    /** What the ERP has of the wallet's for invoices that it has cancelled. */
    List<StandingDeduction> ofCancelled(WalletId wallet, int limit) {
        return jdbc.sql("""
                        select d.invoice_id, d.transfer_id, d.customer_id, d.wallet_id, d.amount_minor, d.currency,
                            d.confirmed_at is not null as confirmed
                        from invoice_deduction d join invoice_mirror m on m.id = d.invoice_id
                        where d.wallet_id = :wallet and d.reversal_id is null and d.confirmed_at is not null
                            and m.state = 'cancelled'
                        order by d.invoice_id, d.attempt limit :limit
                        """)
                .param("wallet", wallet.text())
                .param("limit", limit)
                .query(DeductionStore::standing)
                .list();
    }

    /** The latest first. */
    List<StandingDeduction> ofInvoice(String system, String externalId) {
        return jdbc.sql("""
                        select d.invoice_id, d.transfer_id, d.customer_id, d.wallet_id, d.amount_minor, d.currency,
                            d.confirmed_at is not null as confirmed
                        from invoice_deduction d join invoice_mirror m on m.id = d.invoice_id
                        where m.system = :system and m.external_id = :externalId and d.reversal_id is null
                        order by d.attempt desc
                        """)
                .param("system", system)
                .param("externalId", externalId)
                .query(DeductionStore::standing)
                .list();
    }

    /** Whether there is anything to deduct from the wallet's customer, or to give back to the wallet. */
    boolean concerns(WalletId wallet, CustomerId customer) {
        return jdbc.sql("""
                        select exists (select from invoice_mirror where customer_id = :customer and state = 'open')
                            or exists (
                                select from invoice_deduction d join invoice_mirror m on m.id = d.invoice_id
                                where d.wallet_id = :wallet and d.reversal_id is null and m.state = 'cancelled')
                        """)
                .param("wallet", wallet.text())
                .param("customer", customer.text())
                .query(Boolean.class)
                .single();
    }

    /** Those of them that may have something to pay. */
    Set<CustomerId> withOpenInvoices(Collection<CustomerId> customers) {
        return Set.copyOf(jdbc.sql("""
                        select c.id from unnest(cast(:customers as text[])) c(id)
                        where exists (select from invoice_mirror m where m.customer_id = c.id and m.state = 'open')
                        """)
                .param("customers", customers.stream().map(CustomerId::text).toArray(String[]::new))
                .query((row, n) -> new CustomerId(row.getString(1)))
                .set());
    }

    /** By id, those behind this one that may have something to pay; empty is before all. */
    List<CustomerId> withOpenInvoices(String behind, int limit) {
        return jdbc.sql("""
                        select distinct customer_id from invoice_mirror
                        where state = 'open' and total_minor > 0 and customer_id > :behind
                        order by customer_id limit :limit
                        """)
                .param("behind", behind)
                .param("limit", limit)
                .query((row, n) -> new CustomerId(row.getString(1)))
                .list();
    }

    /**
     * Given back; a transfer that pays no invoice changes nothing. What was deducted after it will be counted by the
     * ERP without it.
     */
    void giveBack(TransferId payment, TransferId reversal, String code, Instant at) {
        jdbc.sql("""
                        with back as (
                            update invoice_deduction set reversal_id = :reversal, reversal_code = :code, reversed_at = :at
                            where transfer_id = :payment
                            returning invoice_id, attempt, amount_minor)
                        update invoice_deduction d set paid_through_minor = d.paid_through_minor - b.amount_minor
                        from back b where d.invoice_id = b.invoice_id and d.attempt > b.attempt
                        """)
                .param("payment", payment.text())
                .param("reversal", reversal.text())
                .param("code", code)
                .param("at", timestamp(at))
                .update();
    }

    private static Payable payable(ResultSet row, int number) throws SQLException {
        String currency = row.getString("currency");
        return new Payable(
                new InvoiceId(row.getString("id")),
                new CustomerId(row.getString("customer_id")),
                row.getString("system"),
                row.getString("external_id"),
                row.getString("number"),
                row.getString("debtor"),
                InvoiceState.of(row.getString("state")),
                Money.ofMinor(row.getLong("total_minor"), currency),
                Money.ofMinor(row.getLong("to_pay_minor"), currency),
                instant(row, "changed_at"),
                row.getInt("attempts"));
    }

    private static StandingDeduction standing(ResultSet row, int number) throws SQLException {
        return new StandingDeduction(
                new InvoiceId(row.getString("invoice_id")),
                new TransferId(row.getString("transfer_id")),
                new CustomerId(row.getString("customer_id")),
                new WalletId(row.getString("wallet_id")),
                Money.ofMinor(row.getLong("amount_minor"), row.getString("currency")),
                row.getBoolean("confirmed"));
    }
}
