package wallethub.invoice;

import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.database.ErasedPerson;
import wallethub.database.PersonalRecords;

/** A customer's mirrored invoices: numbers and amounts stay, the words go. The ERP keeps its own. */
@Repository
class PersonalInvoiceStore implements PersonalRecords {

    private final JdbcClient jdbc;

    PersonalInvoiceStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> hindrances(ErasedPerson person) {
        boolean open = jdbc.sql(
                        "select exists (select from invoice_mirror where customer_id = :customer and state = 'open')")
                .param("customer", person.customer().text())
                .query(Boolean.class)
                .single();
        return open ? Set.of("open-invoices") : Set.of();
    }

    @Override
    public Set<String> laneKeys(ErasedPerson person) {
        return new HashSet<>(jdbc.sql("select external_id from invoice_mirror where customer_id = :customer")
                .param("customer", person.customer().text())
                .query(String.class)
                .list());
    }

    @Override
    public void erase(ErasedPerson person) {
        jdbc.sql("update invoice_mirror set text = '', reference = '', debtor = '' where customer_id = :customer")
                .param("customer", person.customer().text())
                .update();
    }
}
