package wallethub.checkout;

import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.database.ErasedPerson;
import wallethub.database.PersonalRecords;

/** A customer's orders and holds: amounts, references and times stay, what stores call somebody and say of him goes. */
@Repository
class PersonalOrderStore implements PersonalRecords {

    private final JdbcClient jdbc;

    PersonalOrderStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> hindrances(ErasedPerson person) {
        boolean open = jdbc.sql("""
                        select exists (select from checkout_order where customer_id = :customer
                            and (state = 'open' or waiting_minor > 0))
                        """)
                .param("customer", person.customer().text())
                .query(Boolean.class)
                .single();
        return open ? Set.of("open-orders") : Set.of();
    }

    @Override
    public void erase(ErasedPerson person) {
        jdbc.sql("""
                        update checkout_order set store_customer = :pseudonym, customer_external_id = :pseudonym,
                            description = '', return_url = ''
                        where customer_id = :customer
                        """)
                .param("pseudonym", person.pseudonym())
                .param("customer", person.customer().text())
                .update();
        jdbc.sql("update checkout_hold set store_customer = :pseudonym where customer_id = :customer")
                .param("pseudonym", person.pseudonym())
                .param("customer", person.customer().text())
                .update();
        jdbc.sql("""
                        update checkout_refund set reason = ''
                        where order_id in (select id from checkout_order where customer_id = :customer)
                        """).param("customer", person.customer().text()).update();
        jdbc.sql("update checkout_rescue set reason = '' where customer_id = :customer")
                .param("customer", person.customer().text())
                .update();
    }
}
