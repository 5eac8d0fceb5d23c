package wallethub.books;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.database.ErasedPerson;
import wallethub.database.PersonalRecords;

/** What the ERP told of a customer: the CRM's id becomes its pseudonym, also in findings; what it said otherwise goes. */
@Repository
class PersonalBookStore implements PersonalRecords {

    private final JdbcClient jdbc;

    PersonalBookStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void erase(ErasedPerson person) {
        person.pseudonyms().forEach(this::pseudonymise);
        jdbc.sql("select books_empty_refusals(:wallet)")
                .param("wallet", person.wallet().text())
                .query()
                .listOfRows();
    }

    /** References that are not ours are words of the ERP. */
    private void pseudonymise(String externalId, String pseudonym) {
        jdbc.sql("""
                        update books_finding set
                            known = books_text_of(known, :externalId, :pseudonym),
                            told = books_text_of(told, :externalId, :pseudonym)
                        where position(' of ' || :externalId || ' ' in known || ' ' || told || ' ') > 0
                        """)
                .param("externalId", externalId)
                .param("pseudonym", pseudonym)
                .update();
        jdbc.sql("""
                        update books_entry set customer = :pseudonym,
                            reference = case when origin = 'hub' then reference else '' end
                        where customer = :externalId
                        """)
                .param("externalId", externalId)
                .param("pseudonym", pseudonym)
                .update();
    }
}
