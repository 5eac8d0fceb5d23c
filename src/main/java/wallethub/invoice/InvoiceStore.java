package wallethub.invoice;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.id.CustomerId;
import wallethub.id.InvoiceId;
import wallethub.money.Money;

/** The SQL of mirrored invoices. */
@Repository
class InvoiceStore {

    /** How far a list is counted. */
    static final int COUNTED_MAX = 1_000;

    private final JdbcClient jdbc;
    private final InvoiceSettings settings;
    private final Clock clock;

    InvoiceStore(JdbcClient jdbc, InvoiceSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /** Where a list goes on: behind this one, the latest first. */
    record Position(LocalDate issueDate, InvoiceId id) {}

    /**
     * One statement, so that of two words on one invoice the later wins whichever comes first; empty when it is not
     * newer.
     */
    Optional<InvoiceId> mirror(InvoiceId fresh, MirrorInvoice told, CustomerId customer, Instant at) {
        return jdbc.sql("""
                        insert into invoice_mirror as m (id, customer_id, system, external_id, number, debtor, reference, state,
                            issue_date, due_date, total_minor, open_minor, currency, text, changed_at, mirrored_at)
                        values (:id, :customer, :system, :externalId, :number, :debtor, :reference, :state, :issueDate,
                            cast(:dueDate as date), :total, :open, :currency, :text, :changedAt, :at)
                        on conflict (system, external_id) do update set
                            customer_id = excluded.customer_id, number = excluded.number, debtor = excluded.debtor,
                            reference = excluded.reference, state = excluded.state, issue_date = excluded.issue_date,
                            due_date = excluded.due_date, total_minor = excluded.total_minor,
                            open_minor = excluded.open_minor, currency = excluded.currency, text = excluded.text,
                            changed_at = excluded.changed_at, mirrored_at = excluded.mirrored_at
                        where m.changed_at < excluded.changed_at
                        returning id
                        """)
                .param("id", fresh.text())
                .param("customer", customer.text())
                .param("system", told.system())
                .param("externalId", told.externalId())
                .param("number", told.number())
                .param("debtor", told.customer())
                .param("reference", told.reference())
                .param("state", told.state())
                .param("issueDate", told.issueDate())
                .param("dueDate", told.dueDate())
                .param("total", told.total().minorUnits())
                .param("open", told.open().minorUnits())
                .param("currency", told.total().currencyCode())
                .param("text", told.text())
                .param("changedAt", timestamp(told.changedAt()))
                .param("at", timestamp(at))
                .query((row, n) -> new InvoiceId(row.getString("id")))
                .optional();
    }

    /** Whose it was until now; empty for one that is new. */
    Optional<CustomerId> customerOf(MirrorInvoice told) {
        return jdbc.sql("select customer_id from invoice_mirror where system = :system and external_id = :externalId")
                .param("system", told.system())
                .param("externalId", told.externalId())
                .query((row, n) -> new CustomerId(row.getString("customer_id")))
                .optional();
    }

    /** All of a customer become another's; says how many. */
    int move(CustomerId from, CustomerId to) {
        return jdbc.sql("update invoice_mirror set customer_id = :to where customer_id = :from")
                .param("from", from.text())
                .param("to", to.text())
                .update();
    }

    Instant changedAt(MirrorInvoice told) {
        return jdbc.sql("select changed_at from invoice_mirror where system = :system and external_id = :externalId")
                .param("system", told.system())
                .param("externalId", told.externalId())
                .query((row, n) -> instant(row, "changed_at"))
                .single();
    }

    /** A foreign id answers like a missing one. */
    Optional<Invoice> find(InvoiceId id, CustomerId customer) {
        return jdbc.sql("""
                        select m.id, m.external_id, m.number, invoice_shown_state(m.state, m.total_minor, m.open_minor,
                                s.to_pay_minor) as state,
                            m.issue_date, m.due_date, m.total_minor,
                            case when m.state = 'open' and m.total_minor > 0 then s.to_pay_minor else m.open_minor end
                                as open_minor,
                            m.currency, m.text
                        from invoice_mirror m cross join lateral invoice_standing(m.id, :believed) s
                        where m.id = :id and m.customer_id = :customer
                        """)
                .param("id", id.text())
                .param("customer", customer.text())
                .param("believed", believed())
                .query(this::invoice)
                .optional();
    }

    /** The latest first, by the index of customer, date and id; nothing is behind the last of days and '~'. */
    List<Invoice> list(CustomerId customer, @Nullable InvoiceState state, @Nullable Position below, int limit) {
        return jdbc.sql("""
                        select * from (
                            select m.id, m.external_id, m.number, invoice_shown_state(m.state, m.total_minor, m.open_minor,
                                    s.to_pay_minor) as state,
                                m.issue_date, m.due_date, m.total_minor,
                                case when m.state = 'open' and m.total_minor > 0 then s.to_pay_minor else m.open_minor end
                                    as open_minor,
                                m.currency, m.text
                            from invoice_mirror m cross join lateral invoice_standing(m.id, :believed) s
                            where m.customer_id = :customer
                                and (m.issue_date, m.id) < (select coalesce(cast(:date as date), date 'infinity'),
                                    coalesce(cast(:below as text), '~'))) i
                        where cast(:state as text) is null or i.state = :state
                        order by i.issue_date desc, i.id desc limit :limit
                        """)
                .param("believed", believed())
                .param("customer", customer.text())
                .param("date", below == null ? null : below.issueDate())
                .param("below", below == null ? null : below.id().text())
                .param("state", state == null ? null : state.wire())
                .param("limit", limit)
                .query(this::invoice)
                .list();
    }

    /** How many there are, and one more than {@link #COUNTED_MAX} when there are more than that. */
    int count(CustomerId customer, @Nullable InvoiceState state) {
        return jdbc.sql("""
                        select count(*) from (
                            select from invoice_mirror m cross join lateral invoice_standing(m.id, :believed) s
                            where m.customer_id = :customer
                                and (cast(:state as text) is null
                                    or invoice_shown_state(m.state, m.total_minor, m.open_minor, s.to_pay_minor) = :state)
                            limit :most + 1) i
                        """)
                .param("believed", believed())
                .param("customer", customer.text())
                .param("state", state == null ? null : state.wire())
                .param("most", COUNTED_MAX)
                .query(Integer.class)
                .single();
    }

    private Invoice invoice(ResultSet row, int rowNumber) throws SQLException {
        String currency = row.getString("currency");
        String number = row.getString("number");
        return new Invoice(
                new InvoiceId(row.getString("id")),
                orNull(number),
                row.getString("state"),
                row.getObject("issue_date", LocalDate.class),
                row.getObject("due_date", LocalDate.class),
                Money.ofMinor(row.getLong("total_minor"), currency),
                Money.ofMinor(row.getLong("open_minor"), currency),
                orNull(row.getString("text")),
                orNull(settings.pdfOf(row.getString("external_id"), number)));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private OffsetDateTime believed() {
        return clock.instant().minus(settings.believeAfter()).atOffset(ZoneOffset.UTC);
    }
}
