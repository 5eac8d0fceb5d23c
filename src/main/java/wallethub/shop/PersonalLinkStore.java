package wallethub.shop;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.database.ErasedPerson;
import wallethub.database.PersonalRecords;

/** What stores call a customer: it goes. Stores keep their own. */
@Repository
class PersonalLinkStore implements PersonalRecords {

    private final JdbcClient jdbc;

    PersonalLinkStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void erase(ErasedPerson person) {
        jdbc.sql("delete from shop_customer where customer_id = :customer")
                .param("customer", person.customer().text())
                .update();
    }
}
