package wallethub.shop;

import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.id.StoreId;
import wallethub.money.Money;

/** The SQL of the web shops and of the number that counts their changes. */
@Component
class ShopStore {

    /** So many there are at most. */
    static final int MOST = 1_000;

    private final JdbcClient jdbc;

    ShopStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Store> find(StoreId id) {
        return jdbc.sql("select * from shop_store where id = :id")
                .param("id", id.text())
                .query(ShopStore::store)
                .optional();
    }

    /** Before its keys, always. */
    Optional<Store> lock(StoreId id) {
        return jdbc.sql("select * from shop_store where id = :id for update")
                .param("id", id.text())
                .query(ShopStore::store)
                .optional();
    }

    /** Those behind that id, in the order in which they came. */
    List<Store> list(String after, int most) {
        return jdbc.sql("select * from shop_store where id > :after order by id limit :most")
                .param("after", after)
                .param("most", most)
                .query(ShopStore::store)
                .list();
    }

    int count() {
        return jdbc.sql("select count(*) from shop_store").query(Integer.class).single();
    }

    /** The number of the registry, and its lock: two new stores come one after the other. */
    long lockRegistry() {
        return jdbc.sql("select version from shop_registry for update")
                .query(Long.class)
                .single();
    }

    /** Another one whenever a store or a key is another. */
    long version() {
        return jdbc.sql("select version from shop_registry").query(Long.class).single();
    }

    void put(Store store, Instant now) {
        StoreCaps caps = store.caps();
        jdbc.sql("""
                        insert into shop_store (id, name, open, return_origins, currency, requests_per_minute, money_per_minute,
                            amount_max_minor, rescue_max_minor, rescue_daily_minor, version, made_at, changed_at)
                        values (:id, :name, :open, :origins, :currency, :requests, :money, :amount, :rescue, :daily, :version,
                            :now, :now)
                        on conflict on constraint shop_store_pk do update set
                            name = excluded.name, open = excluded.open, return_origins = excluded.return_origins,
                            requests_per_minute = excluded.requests_per_minute, money_per_minute = excluded.money_per_minute,
                            amount_max_minor = excluded.amount_max_minor, rescue_max_minor = excluded.rescue_max_minor,
                            rescue_daily_minor = excluded.rescue_daily_minor, version = excluded.version,
                            changed_at = excluded.changed_at
                        """)
                .param("id", store.id().text())
                .param("name", store.name())
                .param("open", store.open())
                .param("origins", store.returnOrigins().toArray(String[]::new))
                .param("currency", caps.currency().getCurrencyCode())
                .param("requests", caps.requestsPerMinute())
                .param("money", caps.moneyPerMinute())
                .param("amount", caps.amountMax().minorUnits())
                .param("rescue", caps.rescueMax().minorUnits())
                .param("daily", caps.rescueDaily().minorUnits())
                .param("version", store.version())
                .param("now", timestamp(now))
                .update();
    }

    private static Store store(ResultSet row, int number) throws SQLException {
        String currency = row.getString("currency");
        return new Store(
                new StoreId(row.getString("id")),
                row.getString("name"),
                row.getBoolean("open"),
                List.of((String[]) row.getArray("return_origins").getArray()),
                new StoreCaps(
                        row.getInt("requests_per_minute"),
                        row.getInt("money_per_minute"),
                        Money.ofMinor(row.getLong("amount_max_minor"), currency),
                        Money.ofMinor(row.getLong("rescue_max_minor"), currency),
                        Money.ofMinor(row.getLong("rescue_daily_minor"), currency)),
                row.getInt("version"));
    }
}
