package wallethub.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.WalletHub;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.database.RowScope;
import wallethub.embedded.CustomerLogin;
import wallethub.embedded.standin.Callback;
import wallethub.embedded.standin.CrmStandIn;
import wallethub.embedded.standin.ErpEntry;
import wallethub.embedded.standin.ErpStandIn;
import wallethub.embedded.standin.Sending;
import wallethub.embedded.standin.SmsStandIn;
import wallethub.embedded.standin.StripeStandIn;
import wallethub.testing.ApiContract;
import wallethub.testing.LedgerInvariants;
import wallethub.testing.LoginKeys;
import wallethub.testing.StaffLogin;
import wallethub.testing.StoreLogin;
import wallethub.testing.TestDatabase;

/**
 * The hub with everything around it, running: real PostgreSQL, real HTTP, stand-ins for the foreign systems. One per test
 * JVM, where tests keep apart by having customers of their own, or one with settings of its own for a single test class.
 */
final class World implements AutoCloseable {

    static final String FIRST_SECRET = "whsec_" + "first-of-two-live-secrets".repeat(2);
    static final String SECOND_SECRET = "whsec_" + "second-of-two-live-secrets".repeat(2);
    static final String ENDPOINT = "endpoint".repeat(4);
    static final String OTHER_ENDPOINT = "othermerchant".repeat(3);
    static final String OTHER_SECRET = "whsec_" + "secret-of-another-merchant".repeat(2);
    private static final String CRM_ENDPOINT = "crmfeedendpoint".repeat(3);
    private static final String CRM_SECRET = "whsec_Y3JtLXNlY3JldC1vZi10aGUtdGVzdHMtMzItYnl0ZXM=";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();

    final StripeStandIn stripe = StripeStandIn.start(0);
    final ErpStandIn erp = ErpStandIn.start(0);
    final CrmStandIn crm = CrmStandIn.start(0);
    final SmsStandIn sms = SmsStandIn.start(0);
    private final String databaseUrl = TestDatabase.freshUrl();
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger customers = new AtomicInteger();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private ConfigurableApplicationContext hub;

    record Person(Customer customer) {
        String id() {
            return customer.id().text();
        }
    }

    record Recharge(Person person, String id, String reference, String session) {}

    record Reply(int status, JsonNode body, HttpResponse<String> raw) {}

    private World(Map<String, String> changes) {
        hub = startHub(changes);
    }

    static World one() {
        return Shared.ONE;
    }

    /** Another one, with other settings; who made it closes it. */
    static World with(Map<String, String> changes) {
        return new World(changes);
    }

    private static final class Shared {
        static final World ONE = closedAtTheEnd();

        private static World closedAtTheEnd() {
            World world = new World(Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(world::close));
            return world;
        }
    }

    ConfigurableApplicationContext hub() {
        return hub;
    }

    /** To look behind the hub, and to spoil what it has. */
    DataSource database() {
        return TestDatabase.behind(hub.getBean(DataSource.class));
    }

    /** Stops the hub and starts it on the same data, with other settings. */
    void restart(Map<String, String> changes) {
        hub.close();
        hub = startHub(changes);
    }

    private ConfigurableApplicationContext startHub(Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>();
        settings.putAll(TestDatabase.settings(databaseUrl));
        settings.put("server.port", "0");
        settings.put("management.server.port", "0");
        // Tests ask without a pause, all from one address.
        settings.put("hub.edge.limits.address", "10000000");
        settings.put("hub.edge.limits.customer", "10000000");
        settings.put("hub.edge.limits.money", "1000000");
        settings.put("hub.login.sending.address-ten-minutes", "1000");
        settings.put("hub.login.sending.address-hour", "10000");
        settings.put("hub.login.sending.prefix-hour", "10000");
        settings.put("hub.erp.connector", "rest");
        settings.put("hub.erp.url", erp.url().toString());
        settings.put("hub.erp.token", "erp-token-of-the-tests");
        settings.put("hub.erp.fence", "2s");
        settings.put("hub.erp.probe", "1s");
        // Who tests the feeds says otherwise.
        settings.put("hub.erp.feed.every", "1h");
        settings.put("hub.sms.url", sms.url().toString());
        settings.put("hub.sms.token", "sms-token-of-the-tests");
        settings.put("hub.sms.probe", "1s");
        settings.put("hub.crm.endpoint-id", CRM_ENDPOINT);
        settings.put("hub.crm.secrets[0]", CRM_SECRET);
        settings.put("hub.gateway.stripe.url", stripe.url().toString());
        settings.put("hub.gateway.stripe.read-timeout", "2s");
        account(settings, "main", ENDPOINT, "acct_main", FIRST_SECRET, SECOND_SECRET);
        account(settings, "other", OTHER_ENDPOINT, "acct_other", OTHER_SECRET);
        settings.put("hub.recharge.bank-transfer.accounts.kwd.holder", "Wallet Hub W.L.L.");
        settings.put("hub.recharge.bank-transfer.accounts.kwd.bank", "Bank of the Tests");
        settings.put("hub.recharge.bank-transfer.accounts.kwd.iban", "KW81CBKU0000000000001234560101");
        settings.put("hub.recharge.bank-transfer.accounts.kwd.bic", "CBKUKWKW");
        settings.put("hub.recharge.sweep.every", "1s");
        settings.put("hub.recharge.sweep.after", "3s");
        settings.put("hub.recharge.sweep.initial", "2s");
        settings.put("spring.quartz.startup-delay", "0s");
        settings.put("hub.lane.lease", "5s");
        settings.put("hub.recharge.orphan-pauses[0]", "1s");
        settings.put("hub.recharge.return-urls[0]", "https://portal.example");
        settings.putAll(LoginKeys.settings());
        settings.putAll(changes);
        SpringApplication application = new SpringApplication(WalletHub.class);
        // As arguments: they come before application.yml, default properties after it.
        ConfigurableApplicationContext started = application.run(settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
        stripe.callback(callbackUrl(started, "gateways/stripe/" + ENDPOINT), FIRST_SECRET);
        crm.callback(callbackUrl(started, "crm/" + CRM_ENDPOINT), CRM_SECRET);
        return started;
    }

    private static void account(
            Map<String, String> settings, String id, String endpoint, String merchant, String... secrets) {
        String prefix = "hub.gateway.accounts." + id + ".";
        settings.put(prefix + "gateway", "stripe");
        settings.put(prefix + "merchant", merchant);
        settings.put(prefix + "currency", "KWD");
        settings.put(prefix + "endpoint-id", endpoint);
        settings.put(prefix + "live", "false");
        settings.put(prefix + "api-key", "sk_test_of_the_scenarios");
        for (int i = 0; i < secrets.length; i++) {
            settings.put(prefix + "secrets[" + i + "]", secrets[i]);
        }
    }

    URI callbackUrl(String path) {
        return callbackUrl(hub, path);
    }

    private static URI callbackUrl(ConfigurableApplicationContext hub, String path) {
        return URI.create(
                "http://127.0.0.1:" + hub.getEnvironment().getProperty("local.server.port") + "/callbacks/" + path);
    }

    /** A new customer: told by the CRM, mirrored by the hub, known to the ERP in its turn. */
    Person person() {
        return person("en");
    }

    /** One who speaks this language, with a number of his own. */
    Person person(String language) {
        return person(language, "C-" + (customers.get() + 1));
    }

    /** One whom the CRM knows by this id. */
    Person person(String language, String externalId) {
        int number = customers.incrementAndGet();
        return person(language, externalId, "Customer " + externalId, "+9655%07d".formatted(number));
    }

    Person person(String language, String externalId, String name, String mobile) {
        var unused = crm.save(externalId, name, mobile, language, "KWD", Sending.ONCE);
        Person person = new Person(await().atMost(PATIENCE)
                .until(
                        () -> RowScope.system()
                                .call(() -> hub.getBean(Customers.class).findByExternalId(externalId)),
                        java.util.Optional::isPresent)
                .orElseThrow());
        // Now: a test may cut the messages off that a login needs.
        var unusedToken = token(person);
        return person;
    }

    Recharge recharge(Person person, String amount) {
        Reply reply = createRecharge(person, amount, UUID.randomUUID().toString());
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(201);
        return recharge(person, reply);
    }

    Recharge recharge(Person person, Reply created) {
        String reference = created.body().path("reference").asText();
        return new Recharge(
                person,
                created.body().path("id").asText(),
                reference,
                stripe.sessionsFor(reference).getLast().path("id").asText());
    }

    Reply createRecharge(Person person, String amount, String key) {
        return send(
                person, "POST", "/api/customer/v1/recharges", Map.of("Idempotency-Key", key), """
                {"amount": {"amount": "%s", "currency": "KWD"}, "method": "card", "returnUrl": "https://portal.example/done"}
                """.formatted(amount));
    }

    Reply get(Person person, String path) {
        return send(person, "GET", "/api/customer/v1" + path, Map.of(), null);
    }

    Reply send(
            Person person,
            String method,
            String path,
            Map<String, String> headers,
            @org.jspecify.annotations.Nullable String body) {
        return send("Bearer " + token(person), method, path, headers, body);
    }

    /** By somebody on the staff. */
    Reply send(
            StaffLogin staff,
            String method,
            String path,
            Map<String, String> headers,
            @org.jspecify.annotations.Nullable String body) {
        return send(staff.authorization(), method, "/api/staff/v1" + path, headers, body);
    }

    /** By the server of a web shop. */
    Reply send(
            StoreLogin store,
            String method,
            String path,
            Map<String, String> headers,
            @org.jspecify.annotations.Nullable String body) {
        return send(store.authorization(), method, "/api/store/v1" + path, headers, body);
    }

    private Reply send(
            String authorization,
            String method,
            String path,
            Map<String, String> headers,
            @org.jspecify.annotations.Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url().resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return exchange(request.build(), body);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + hub.getEnvironment().getProperty("local.server.port"));
    }

    /** Of a login with a code by SMS; it lives longer than a test. */
    String token(Person person) {
        return tokens.computeIfAbsent(
                person.id(),
                id -> new CustomerLogin(http, url(), sms, person.customer().mobile())
                        .tokens()
                        .access());
    }

    /** Every answer of the customer's API is held against its contract. */
    private Reply exchange(HttpRequest request, @org.jspecify.annotations.Nullable String sent) {
        try {
            HttpResponse<String> answer =
                    ApiContract.checked(http.send(request, HttpResponse.BodyHandlers.ofString()), sent);
            return new Reply(answer.statusCode(), JSON.readTree(answer.body()), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** One group of the health page, as an operator sees it. */
    Reply health(String group) {
        URI page = URI.create(
                "http://127.0.0.1:" + hub.getEnvironment().getProperty("local.management.port") + "/health/" + group);
        return exchange(HttpRequest.newBuilder(page).timeout(PATIENCE).build(), null);
    }

    String state(Recharge recharge) {
        return get(recharge.person(), "/recharges/" + recharge.id())
                .body()
                .path("status")
                .asText();
    }

    void awaitState(Recharge recharge, String state) {
        await(recharge.reference())
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(state(recharge)).isEqualTo(state));
    }

    String balance(Person person) {
        return get(person, "/wallet").body().at("/balance/amount").asText();
    }

    void awaitBalance(Person person, String amount) {
        await(person.id())
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(balance(person)).isEqualTo(amount));
    }

    /** The ERP has posted exactly these amounts for the person, in this order, and the wallet knows it. */
    void awaitErp(Person person, String... amounts) {
        await(person.id()).atMost(PATIENCE).untilAsserted(() -> {
            assertThat(erpAmounts(person)).containsExactly(amounts);
            JsonNode erpSide = get(person, "/wallet").body().path("erp");
            assertThat(erpSide.at("/inFlight/amount").asText()).isEqualTo("0.000");
        });
    }

    List<String> erpAmounts(Person person) {
        return erp.entriesOf(person.customer().externalId()).stream()
                .filter(ErpEntry::isPosted)
                .map(entry -> entry.lines().stream()
                        .map(ErpEntry.Line::credit)
                        .reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::add)
                        .setScale(3)
                        .toPlainString())
                .toList();
    }

    /** Every callback that was sent has been answered, and every delivery that came of it has been dealt with. */
    void awaitQuiet() {
        await("quiet").atMost(PATIENCE).untilAsserted(() -> {
            assertThat(stripe.callbacks()).noneMatch(callback -> callback.state() == Callback.State.PENDING);
            assertThat(open()).isZero();
        });
    }

    private long open() {
        return JdbcClient.create(database())
                .sql("select count(*) from lane_v_delivery where state in ('ready', 'leased', 'delayed')")
                .query(Long.class)
                .single();
    }

    void checkLedger() {
        LedgerInvariants.check(database());
    }

    @Override
    public void close() {
        hub.close();
        stripe.close();
        erp.close();
        crm.close();
        sms.close();
    }
}
