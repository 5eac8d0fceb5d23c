package wallethub.shop;

import static wallethub.testing.StaffApi.Request.get;
import static wallethub.testing.StaffApi.Request.post;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.StoreId;
import wallethub.setting.Settings;
import wallethub.testing.PackageContext;
import wallethub.testing.StaffApi;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;
import wallethub.testing.TestStaff;

/** Stores on a database of their own, with two of the staff. */
final class ShopFixture implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    static final String CAPS = """
            {"requestsPerMinute": 60, "moneyPerMinute": 10, "amountMax": {"amount": "500.000", "currency": "KWD"},
             "rescueMax": {"amount": "20.000", "currency": "KWD"}, "rescueDaily": {"amount": "100.000", "currency": "KWD"}}
            """;

    final TestClock clock = new TestClock(NOW);
    final DataSource database = TestDatabase.fresh();
    final JdbcClient jdbc = JdbcClient.create(database);
    final JdbcClient behind = JdbcClient.create(TestDatabase.behind(database));
    final AnnotationConfigApplicationContext context;
    final StaffApi api;
    final TestStaff staff;
    final StoreTokens tokens;
    final StoreRegistry registry;
    final TransactionTemplate transaction;
    final Caller maker;
    final Caller checker;
    private int keys;

    ShopFixture() {
        context = PackageContext.of(database, clock, Map.of(), Packages.class, TestStaff.class, Settings.class);
        api = new StaffApi(context, "approvals", "stores", "store:customers");
        staff = context.getBean(TestStaff.class);
        tokens = context.getBean(StoreTokens.class);
        registry = context.getBean(StoreRegistry.class);
        transaction = context.getBean(TransactionTemplate.class);
        maker = staff.hire(
                StaffPermission.APPROVAL_VIEW,
                StaffPermission.STORE_VIEW,
                StaffPermission.STORE_EDIT,
                StaffPermission.STORE_REVOKE);
        checker = staff.hire(StaffPermission.APPROVAL_VIEW, StaffPermission.STORE_EDIT_APPROVE);
    }

    @EnableTransactionManagement
    @ConfigurationPropertiesScan({
        "wallethub.approval",
        "wallethub.operation",
        "wallethub.mapping",
        "wallethub.access",
        "wallethub.shop"
    })
    @ComponentScan(
            basePackages = {"wallethub.approval", "wallethub.operation", "wallethub.mapping", "wallethub.shop"},
            excludeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = ".*(\\.camel\\..*|Tests.*|IT.*|Fixture.*)"))
    @ComponentScan(
            basePackages = {"wallethub.access", "wallethub.customer"},
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = ".*\\.(Audit(Log|Store)|KeyedHash|Customers)"))
    static class Packages {

        /** Nothing looks by itself: each question asks the database, or what a test has looked at. */
        @Bean
        static LifecycleProcessor lifecycleProcessor() {
            return new DefaultLifecycleProcessor() {
                @Override
                public void onRefresh() {}
            };
        }
    }

    StaffApi.Reply ask(String operation, String path, Caller caller, String json) {
        keys++;
        return api.call(
                operation,
                caller,
                post(path)
                        .with("idempotency-key", "key-of-the-shop-tests-" + keys)
                        .saying(json));
    }

    StaffApi.Reply approve(StaffApi.Reply asked, Caller caller) {
        return api.call(
                "approve",
                caller,
                post("/approvals/" + asked.text("/id") + "/approve").with("if-match", "\"1\""));
    }

    StaffApi.Reply requestStore(String name) {
        return ask("request-store", "/stores", maker, """
                {"name": "%s", "returnOrigins": ["https://shop.example"], "caps": %s, "reason": "it sells"}
                """.formatted(name, CAPS));
    }

    /** One that two have let in. */
    StoreId store() {
        StaffApi.Reply approved = approve(requestStore("A Shop"), checker);
        return new StoreId(approved.text("/result/storeId"));
    }

    StaffApi.Reply set(StoreId store, String ifMatch, String json) {
        keys++;
        return api.call(
                "set-store",
                maker,
                new StaffApi.Request("PUT", "/stores/" + store, Map.of("if-match", ifMatch), Map.of(), json)
                        .with("idempotency-key", "key-of-the-shop-tests-" + keys));
    }

    StaffApi.Reply requestKey(StoreId store, String use, String scopes, String more) {
        return ask("request-store-key", "/stores/" + store + "/keys", maker, """
                {"use": "%s", "scopes": [%s], "overlapMinutes": 60, "validDays": 30, "reason": "it needs one"%s}
                """.formatted(use, scopes, more));
    }

    /** The id of a key that two have granted. */
    String granted(StoreId store, String use, String scopes, String more) {
        return approve(requestKey(store, use, scopes, more), checker).text("/result/keyId");
    }

    StaffApi.Reply issue(StoreId store, String key, Caller caller) {
        return api.call("issue-store-key", caller, post("/stores/" + store + "/keys/" + key + "/issue"));
    }

    /** A key as its store has it. */
    String key(StoreId store, String use, String scopes) {
        return issue(store, granted(store, use, scopes, ""), maker).text("/key");
    }

    StaffApi.Reply revoke(StoreId store, String key) {
        return api.call(
                "revoke-store-key",
                maker,
                post("/stores/" + store + "/keys/" + key + "/revoke").saying("{\"reason\": \"it leaked\"}"));
    }

    StaffApi.Reply close(StoreId store) {
        return api.call(
                "close-store", maker, post("/stores/" + store + "/close").saying("{\"reason\": \"it cheats\"}"));
    }

    JsonNode read(StoreId store) {
        return api.call("get-store", maker, get("/stores/" + store)).body();
    }

    /** The state of a key, as the staff see it. */
    String state(StoreId store, String key) {
        return read(store)
                .path("keys")
                .valueStream()
                .filter(one -> one.path("id").asText().equals(key))
                .map(one -> one.path("state").asText())
                .findFirst()
                .orElse("none");
    }

    /** What the audit says of it, in the order it was written. */
    List<String> audit(String object) {
        return behind.sql("select action from access_audit where object = :object order by audit_id")
                .param("object", object)
                .query(String.class)
                .list();
    }

    @Override
    public void close() {
        context.close();
    }
}
