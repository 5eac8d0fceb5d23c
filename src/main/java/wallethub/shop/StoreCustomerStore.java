package wallethub.shop;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;
import wallethub.id.StoreId;

/** The SQL of which of ours the stores' customers are. */
@Component
class StoreCustomerStore {

    private final JdbcClient jdbc;

    StoreCustomerStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One customer of a store, and which of ours. */
    record Link(StoreId store, String externalId, CustomerId customer, Instant consentedAt, Instant linkedAt) {}

    /** Whether it is there now by this; not when either of the two is linked in the store already. */
    boolean insert(Link link) {
        return jdbc.sql("""
                                insert into shop_customer (store_id, external_id, customer_id, consented_at, linked_at)
                                values (:store, :external, :customer, :consentedAt, :linkedAt)
                                on conflict do nothing
                                """)
                        .param("store", link.store().text())
                        .param("external", link.externalId())
                        .param("customer", link.customer().text())
                        .param("consentedAt", timestamp(link.consentedAt()))
                        .param("linkedAt", timestamp(link.linkedAt()))
                        .update()
                == 1;
    }

    Optional<Link> find(StoreId store, String externalId) {
        return jdbc.sql("select * from shop_customer where store_id = :store and external_id = :external")
                .param("store", store.text())
                .param("external", externalId)
                .query(StoreCustomerStore::link)
                .optional();
    }

    boolean delete(StoreId store, String externalId) {
        return jdbc.sql("delete from shop_customer where store_id = :store and external_id = :external")
                        .param("store", store.text())
                        .param("external", externalId)
                        .update()
                == 1;
    }

    private static Link link(ResultSet row, int number) throws SQLException {
        return new Link(
                new StoreId(row.getString("store_id")),
                row.getString("external_id"),
                new CustomerId(row.getString("customer_id")),
                instant(row, "consented_at"),
                instant(row, "linked_at"));
    }
}
