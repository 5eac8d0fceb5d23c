package wallethub.ops;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.SecretKeys;
import wallethub.access.StoreScope;
import wallethub.id.StaffId;
import wallethub.id.StoreKeyId;
import wallethub.testing.CustomerRow;
import wallethub.testing.LoginKeys;
import wallethub.testing.StoreLogin;

/** A web shop at the edge, over HTTP: its key, its token, its limits. */
class StoreEdgeIT {

    private static final int OF_AN_ADDRESS = 20;
    private static EdgeServer server;

    @BeforeAll
    static void start() {
        server = EdgeServer.shipped(
                "hub.edge.limits.address=" + OF_AN_ADDRESS,
                "hub.edge.trusted-proxies[0]=127.0.0.0/8",
                "hub.edge.trusted-proxies[1]=::1");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> link(
            String address, String authorization, String externalId, CustomerRow customer) {
        return server.send(server.anonymous("/api/store/v1/customers/" + externalId)
                .header("Authorization", authorization)
                .header("X-Forwarded-For", address)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("""
                        {"customerNumber": "%s", "mobile": "%s", "consentedAt": "2026-01-31T09:30:00Z"}
                        """.formatted(customer.externalId(), customer.mobile()))));
    }

    private static HttpResponse<String> token(String address, String id, String secret) {
        return server.send(server.anonymous("/api/store/v1/oauth/token")
                .header("X-Forwarded-For", address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=" + id + "&client_secret=" + secret)));
    }

    private static CustomerRow customer(String mobile) {
        CustomerRow row = CustomerRow.of(mobile);
        row.insert(server.jdbc);
        return row;
    }

    private static String policy(HttpResponse<String> response) {
        return response.headers().firstValue("RateLimit-Policy").orElse("none");
    }

    /** A shop has few addresses: with a good key it has its own limit, without one every try counts. */
    @Test
    void aGoodKeyIsBoundByItsStoresLimitAndABadOneByItsAddress() {
        StoreLogin store = StoreLogin.of(server.jdbc, 45, StoreScope.CUSTOMER_LINK);
        CustomerRow ours = customer("+96565550001");
        for (int i = 0; i < OF_AN_ADDRESS; i++) {
            assertThat(link("192.0.2.1", "Bearer whk_nothing", "c-1", ours).statusCode())
                    .isEqualTo(401);
        }
        HttpResponse<String> tried = link("192.0.2.1", "Bearer whk_nothing", "c-1", ours);
        assertThat(tried.statusCode()).isEqualTo(429);
        assertThat(policy(tried)).startsWith("\"address\"");
        assertThat(token("192.0.2.1", store.id().text(), "whc_nothing").statusCode())
                .isEqualTo(429);

        for (int i = 0; i < 45; i++) {
            HttpResponse<String> good = link("192.0.2.1", store.authorization(), "c-1", ours);
            assertThat(good.statusCode()).isEqualTo(i == 0 ? 201 : 200);
            assertThat(policy(good)).isEqualTo("\"store\";q=45;w=60");
        }
        HttpResponse<String> over = link("192.0.2.1", store.authorization(), "c-1", ours);
        assertThat(over.statusCode()).isEqualTo(429);
        assertThat(over.headers().firstValue("Retry-After")).isPresent();
        // From anywhere: it is the store that is counted.
        assertThat(link("192.0.2.2", store.authorization(), "c-1", ours).statusCode())
                .isEqualTo(429);
    }

    /** It is answered before anybody looks at what it shows. */
    @Test
    void aPreflightCountsAgainstItsAddressWhateverKeyItShows() {
        for (int i = 0; i <= OF_AN_ADDRESS; i++) {
            HttpResponse<String> asked = server.send(server.anonymous("/api/store/v1/orders")
                    .header("Authorization", "Bearer whk_nothing")
                    .header("X-Forwarded-For", "192.0.2.7")
                    .header("Origin", "https://portal.example")
                    .header("Access-Control-Request-Method", "POST")
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
            assertThat(asked.statusCode()).isEqualTo(i < OF_AN_ADDRESS ? 204 : 429);
        }
    }

    @Test
    void aTokenOfAClientOpensWhatItsKeyDoesUntilTheKeyIsRevoked() {
        StoreLogin store = StoreLogin.of(server.jdbc, StoreScope.ORDER_VIEW);
        String secret = client(server.jdbc, store);
        CustomerRow ours = customer("+96565550002");
        HttpResponse<String> refused = token("192.0.2.3", store.id().text(), secret.substring(0, 70) + "xxxx");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("Basic "));

        HttpResponse<String> granted = token("192.0.2.3", store.id().text(), secret);
        assertThat(granted.statusCode()).isEqualTo(200);
        assertThat(granted.headers().firstValue("Cache-Control")).hasValue("no-store");
        String bearer =
                "Bearer " + EdgeServer.json(granted).path("access_token").asText();
        assertThat(link("192.0.2.3", bearer, "c-2", ours).statusCode()).isEqualTo(201);
        // The API key of the same store has another scope, and no other audience takes the token.
        assertThat(link("192.0.2.3", store.authorization(), "c-2", ours).statusCode())
                .isEqualTo(403);
        assertThat(server.send(server.anonymous("/api/customer/v1/wallet").header("Authorization", bearer))
                        .statusCode())
                .isEqualTo(401);

        server.jdbc
                .sql("update shop_key set revoked_at = now(), revoked_by = 'staff:test' where store_id = :store")
                .param("store", store.id().text())
                .update();
        await().atMost(5, SECONDS)
                .until(() -> link("192.0.2.4", bearer, "c-2", ours).statusCode() == 401);
        await().atMost(5, SECONDS)
                .until(() ->
                        link("192.0.2.5", store.authorization(), "c-2", ours).statusCode() == 401);
        assertThat(token("192.0.2.6", store.id().text(), secret).statusCode()).isEqualTo(401);
    }

    /** A client key of the store that may link; its secret. */
    private static String client(JdbcClient behind, StoreLogin store) {
        StoreKeyId key = StoreKeyId.next();
        String random = "b".repeat(43);
        behind.sql("""
                        insert into shop_key (id, store_id, use, scopes, holder_id, granted_at, issue_until, valid_days,
                            overlap_minutes, secret_kid, secret_hash, issued_at, expires_at)
                        values (:id, :store, 'client', '{customer.link}', :holder, now(), now() + interval '1 day', 30, 0, 'k1',
                            :hash, now(), now() + interval '30 days')
                        """)
                .param("id", key.text())
                .param("store", store.id().text())
                .param("holder", StaffId.next().text())
                .param(
                        "hash",
                        new SecretKeys("k1", LoginKeys.SHOP_SECRET, Map.of())
                                .hash(
                                        "k1",
                                        "store-key",
                                        "client",
                                        key.text(),
                                        store.id().text(),
                                        random))
                .update();
        return "whc_" + key.text().substring("sky_".length()) + "_" + random;
    }

    @Test
    void theContractIsServedAndBrowsed() {
        HttpResponse<String> file = server.send(server.anonymous("/openapi/store.yaml"));
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.body()).contains("linkStoreCustomer", "/api/store/v1/oauth/token");
    }
}
