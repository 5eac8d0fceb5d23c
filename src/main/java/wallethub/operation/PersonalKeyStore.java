package wallethub.operation;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.database.ErasedPerson;
import wallethub.database.PersonalRecords;

/** The stored answers to a customer's requests. */
@Repository
class PersonalKeyStore implements PersonalRecords {

    private final JdbcClient jdbc;

    PersonalKeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void erase(ErasedPerson person) {
        jdbc.sql("delete from operation_key where principal = :principal")
                .param("principal", "customer:" + person.customer())
                .update();
    }
}
