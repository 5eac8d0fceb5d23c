package wallethub.books;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestamp;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.id.TransferId;
import wallethub.money.Money;

/** The SQL of the ERP's lines as they were read, and of findings about them. */
@Repository
class EntryStore {

    private final JdbcClient jdbc;

    EntryStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<BookedEntry> find(String system, String lineId) {
        return jdbc.sql("""
                        select reference, customer, amount_minor, currency, changed_at, transfer_id
                        from books_entry where system = :system and line_id = :line
                        """)
                .param("system", system)
                .param("line", lineId)
                .query((row, n) -> new BookedEntry(
                        row.getString("reference"),
                        row.getString("customer"),
                        Money.ofMinor(row.getLong("amount_minor"), row.getString("currency")),
                        instant(row, "changed_at"),
                        Optional.ofNullable(row.getString("transfer_id"))
                                .map(TransferId::new)
                                .orElse(null)))
                .optional();
    }

    /** Once per line; a second one is an exception of the database. */
    void note(ImportErpEntry told, String origin, @Nullable TransferId transfer, Instant at) {
        jdbc.sql("""
                        insert into books_entry (system, line_id, document, number, reference, customer, amount_minor,
                            currency, booked_on, changed_at, origin, transfer_id, noted_at)
                        values (:system, :line, :document, :number, :reference, :customer, :amount, :currency, :bookedOn,
                            :changedAt, :origin, :transfer, :at)
                        """)
                .param("system", told.system())
                .param("line", told.lineId())
                .param("document", told.document())
                .param("number", told.number())
                .param("reference", told.reference())
                .param("customer", told.customer())
                .param("amount", told.amount().minorUnits())
                .param("currency", told.amount().currencyCode())
                .param("bookedOn", told.date())
                .param("changedAt", timestamp(told.changedAt()))
                .param("origin", origin)
                .param("transfer", transfer == null ? null : transfer.text())
                .param("at", timestamp(at))
                .update();
    }

    /** What moves no money follows the ERP. */
    void changed(ImportErpEntry told) {
        jdbc.sql("""
                        update books_entry set document = :document, number = :number, booked_on = :bookedOn,
                            changed_at = :changedAt
                        where system = :system and line_id = :line and changed_at < :changedAt
                        """)
                .param("document", told.document())
                .param("number", told.number())
                .param("bookedOn", told.date())
                .param("changedAt", timestamp(told.changedAt()))
                .param("system", told.system())
                .param("line", told.lineId())
                .update();
    }

    /** Once for each change. */
    void keepFinding(ImportErpEntry told, String cause, String known, String is, Instant at) {
        jdbc.sql("""
                        insert into books_finding (system, feed, item_id, cause, changed_at, known, told, found_at)
                        values (:system, 'entries', :line, :cause, :changedAt, :known, :told, :at)
                        on conflict do nothing
                        """)
                .param("system", told.system())
                .param("line", told.lineId())
                .param("cause", cause)
                .param("changedAt", timestamp(told.changedAt()))
                .param("known", known)
                .param("told", is)
                .param("at", timestamp(at))
                .update();
    }
}
