package wallethub.testing;

import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.Caller;
import wallethub.access.SecretKeys;
import wallethub.access.StoreScope;
import wallethub.id.CustomerId;
import wallethub.id.StaffId;
import wallethub.id.StoreId;
import wallethub.id.StoreKeyId;

/**
 * A store with a key, past the staff: for tests that are not about how keys are granted. The hub has {@link LoginKeys#settings}.
 *
 * @param key the whole API key
 */
public record StoreLogin(StoreId id, StoreKeyId keyId, String key, Set<StoreScope> scopes) {

    private static final String SECRET = "A".repeat(43);

    /** In Kuwaiti dinars: 600 requests a minute, 300 that move money, 1,000 an order, rescues of 100 and 300 a day. */
    public static StoreLogin of(JdbcClient behind, StoreScope... scopes) {
        return of(behind, 600, scopes);
    }

    /** With so many requests a minute, half of them for money. */
    public static StoreLogin of(JdbcClient behind, int requests, StoreScope... scopes) {
        StoreId store = StoreId.next();
        behind.sql("""
                        insert into shop_store (id, name, open, return_origins, currency, requests_per_minute, money_per_minute,
                            amount_max_minor, rescue_max_minor, rescue_daily_minor, version, made_at, changed_at)
                        values (:id, 'A Shop', true, '{https://shop.example}', 'KWD', :requests, (:requests + 1) / 2, 1000000, 100000, 300000, 1, now(),
                            now())
                        """).param("id", store.text()).param("requests", requests).update();
        return withKey(behind, store, scopes);
    }

    /** Another key of that store. */
    public static StoreLogin withKey(JdbcClient behind, StoreId store, StoreScope... scopes) {
        StoreKeyId key = StoreKeyId.next();
        insertKey(behind, store, key, "api", Set.of(scopes));
        return new StoreLogin(
                store, key, "whk_" + key.text().substring("sky_".length()) + "_" + SECRET, Set.of(scopes));
    }

    /** The secret of a client of the store, for tokens with the same scopes. */
    public String clientSecret(JdbcClient behind) {
        StoreKeyId client = StoreKeyId.next();
        insertKey(behind, id, client, "client", scopes);
        return "whc_" + client.text().substring("sky_".length()) + "_" + SECRET;
    }

    private static void insertKey(
            JdbcClient behind, StoreId store, StoreKeyId key, String use, Set<StoreScope> scopes) {
        behind.sql("""
                        insert into shop_key (id, store_id, use, scopes, holder_id, granted_at, issue_until, valid_days,
                            overlap_minutes, secret_kid, secret_hash, issued_at, expires_at)
                        values (:id, :store, :use, :scopes, :holder, now(), now() + interval '1 day', 365, 0, 'k1', :hash, now(),
                            now() + interval '1 year')
                        """)
                .param("id", key.text())
                .param("store", store.text())
                .param("use", use)
                .param("scopes", scopes.stream().map(StoreScope::wire).toArray(String[]::new))
                .param("holder", StaffId.next().text())
                .param(
                        "hash",
                        new SecretKeys("k1", LoginKeys.SHOP_SECRET, Map.of())
                                .hash("k1", "store-key", use, key.text(), store.text(), SECRET))
                .update();
    }

    /** The store's customer is that one of ours. */
    public void link(JdbcClient behind, String externalId, CustomerId customer) {
        behind.sql("""
                        insert into shop_customer (store_id, external_id, customer_id, consented_at, linked_at)
                        values (:store, :external, :customer, now(), now())
                        """)
                .param("store", id.text())
                .param("external", externalId)
                .param("customer", customer.text())
                .update();
    }

    public String authorization() {
        return "Bearer " + key;
    }

    /** As the caller that its key makes of it. */
    public Caller caller() {
        return Caller.store(id, keyId, scopes, "192.0.2.80");
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "StoreLogin[" + id + "]";
    }
}
