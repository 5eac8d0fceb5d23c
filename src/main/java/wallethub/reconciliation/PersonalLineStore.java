package wallethub.reconciliation;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.database.ErasedPerson;
import wallethub.database.PersonalRecords;

/** The rows that the last runs worked with: they are made anew by the next one, so the person's simply go. */
@Repository
class PersonalLineStore implements PersonalRecords {

    private final JdbcClient jdbc;

    PersonalLineStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void erase(ErasedPerson person) {
        for (String externalId : person.externalIds()) {
            jdbc.sql("delete from reconciliation_line where customer = :externalId")
                    .param("externalId", externalId)
                    .update();
            jdbc.sql("delete from reconciliation_wallet where customer = :externalId")
                    .param("externalId", externalId)
                    .update();
        }
    }
}
