package wallethub.books;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.database.ErasedPerson;
import wallethub.database.PersonalRecords;

/** What the ERP's feed told of a customer: the CRM's id becomes the pseudonym, what it said otherwise goes. */
@Repository
class PersonalBookStore implements PersonalRecords {

    private final JdbcClient jdbc;

    PersonalBookStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void erase(ErasedPerson person) {
        for (String externalId : person.externalIds()) {
            jdbc.sql("update books_entry set customer = :pseudonym where customer = :externalId")
                    .param("externalId", externalId)
                    .param("pseudonym", person.pseudonym())
                    .update();
        }
    }
}
