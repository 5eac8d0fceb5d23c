package wallethub.recharge;

import static wallethub.database.Timestamps.timestamp;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.database.ErasedPerson;
import wallethub.database.PersonalRecords;

/** A customer's recharges: the amounts and the receipts stay, they have ids only. */
@Repository
class PersonalRechargeStore implements PersonalRecords {

    private final JdbcClient jdbc;

    PersonalRechargeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> hindrances(ErasedPerson person) {
        boolean open = jdbc.sql("""
                        select exists (select from recharge_recharge where customer_id = :customer
                                and state in ('created', 'unknown', 'pending', 'authorised', 'confirming',
                                    'awaiting_confirmation'))
                            or exists (select from recharge_park p join recharge_recharge r on r.id = p.recharge_id
                                where r.customer_id = :customer
                                    and not exists (select from recharge_decision d where d.park_id = p.id))
                        """)
                .param("customer", person.customer().text())
                .query(Boolean.class)
                .single();
        return open ? Set.of("unsettled-recharges") : Set.of();
    }

    /** A gateway's documents are kept by the payment or the checkout, our questions by the reference. */
    @Override
    public Set<String> laneKeys(ErasedPerson person) {
        return new HashSet<>(jdbc.sql("""
                        select key from (
                            select unnest(array[reference, checkout_id]) key from recharge_recharge
                            where customer_id = :customer
                            union all
                            select p.payment_id from recharge_payment p join recharge_recharge r on r.id = p.recharge_id
                            where r.customer_id = :customer) known
                        where key is not null
                        """)
                .param("customer", person.customer().text())
                .query(String.class)
                .list());
    }

    int forgetAddresses(Instant before, int most) {
        return jdbc.sql("""
                        update recharge_recharge set return_url = '', checkout_url = null where id = any(array(
                            select id from recharge_recharge
                            where return_url <> '' and created_at < :before
                                and state not in ('created', 'unknown', 'pending', 'authorised', 'confirming')
                            order by created_at limit :most))
                        """)
                .param("before", timestamp(before))
                .param("most", most)
                .update();
    }

    @Override
    public void erase(ErasedPerson person) {
        jdbc.sql("""
                        update recharge_recharge set customer_external_id = :pseudonym, return_url = '', checkout_url = null
                        where customer_id = :customer
                        """)
                .param("customer", person.customer().text())
                .param("pseudonym", person.pseudonym())
                .update();
    }
}
