package wallethub.checkout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static wallethub.database.Timestamps.timestamp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.access.StoreScope;
import wallethub.database.RowScope;
import wallethub.gateway.PaymentEvent;
import wallethub.gateway.PaymentEventJson;
import wallethub.id.CustomerId;
import wallethub.id.RechargeId;
import wallethub.id.StoreId;
import wallethub.id.TransferId;
import wallethub.lane.DeliveryListener;
import wallethub.lane.Settlement;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.ledger.Wallet;
import wallethub.mapping.Outcome;
import wallethub.money.Money;
import wallethub.operation.Answer;
import wallethub.operation.Contracts;
import wallethub.operation.HttpCall;
import wallethub.operation.HttpReply;
import wallethub.operation.Operations;
import wallethub.shop.Stores;
import wallethub.testing.CustomerRow;
import wallethub.testing.LedgerInvariants;
import wallethub.testing.PackageContext;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;
import wallethub.testing.TestStaff;

/**
 * Orders with all that they touch, on a database of their own and without HTTP: operations are called as the edge and the
 * lanes call them, and the database shows each of them its rows only.
 */
final class CheckoutFixture implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    static final Currency KWD = Currency.getInstance("KWD");
    private static final int STORES = 60;
    static final String BACK = "https://shop.example/back";
    private static final JsonMapper JSON = new JsonMapper();
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    final TestClock clock = new TestClock(NOW);
    /** Past row-level security: to prepare and to look. */
    final JdbcClient behind;

    final AnnotationConfigApplicationContext context;
    final Ledger ledger;
    private final DataSource all;
    private final HikariDataSource pool;
    private final Operations operations;
    private final TransactionTemplate transaction;
    private final AtomicInteger numbers = new AtomicInteger();
    private final ArrayDeque<StoreId> stores = new ArrayDeque<>();

    CheckoutFixture() {
        this(TestDatabase.fresh());
    }

    private CheckoutFixture(DataSource plain) {
        this(TestDatabase.withoutScope(plain), TestDatabase.behind(plain));
    }

    /**
     * @param served as the hub's role in no scope
     * @param all a connection that sees all rows
     */
    CheckoutFixture(DataSource served, DataSource all) {
        this.all = all;
        behind = JdbcClient.create(all);
        HikariConfig config = new HikariConfig();
        config.setDataSource(served);
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(1);
        pool = new HikariDataSource(config);
        context = PackageContext.of(pool, clock, settings(), Packages.class, TestStaff.class);
        ledger = context.getBean(Ledger.class);
        operations = context.getBean(Operations.class);
        transaction = context.getBean(TransactionTemplate.class);
        Contracts contracts = context.getBean(Contracts.class);
        contracts.activate(contracts.read(Map.of(
                "portal/store.openapi.yaml",
                only("store", Set.of("orders", "holds")),
                "portal/customer.openapi.yaml",
                only("customer", Set.of("orders", "recharges")))));
    }

    private static Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        String account = "hub.gateway.accounts.main.";
        settings.put(account + "gateway", "stripe");
        settings.put(account + "currency", "KWD");
        settings.put(account + "endpoint-id", "ep-main-0123456789abcdef0123");
        settings.put(account + "live", "false");
        settings.put(account + "api-key", "sk_test_main");
        settings.put(account + "secrets[0]", "whsec_main_0123456789abcdef");
        settings.put("hub.recharge.return-urls[0]", "https://portal.example");
        String bank = "hub.recharge.bank-transfer.accounts.kwd.";
        settings.put(bank + "holder", "Wallet Hub W.L.L.");
        settings.put(bank + "bank", "Bank of the Tests");
        settings.put(bank + "iban", "KW81 CBKU 0000 0000 0000 1234 5601 01");
        settings.put(bank + "bic", "CBKUKWKW");
        // So that somebody wants the events.
        settings.put("hub.kafka.brokers", "127.0.0.1:1");
        return settings;
    }

    @EnableTransactionManagement
    @ConfigurationPropertiesScan("wallethub")
    @ComponentScan(
            basePackages = {
                "wallethub.database",
                "wallethub.operation",
                "wallethub.approval",
                "wallethub.mapping",
                "wallethub.lane",
                "wallethub.gateway",
                "wallethub.ledger",
                "wallethub.customer",
                "wallethub.recharge",
                "wallethub.checkout"
            },
            excludeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = ".*(\\.camel\\..*|Tests.*|IT.*|Fixture.*|Process)"))
    @ComponentScan(
            basePackages = {
                "wallethub.access",
                "wallethub.books",
                "wallethub.correction",
                "wallethub.crash",
                "wallethub.shop"
            },
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = ".*\\.(Audit(Log|Store)|KeyedHash|Refusal(Handler|Listener|Store)|PaymentRefunds"
                                    + "|CrashSwitch|Stores|StoreRegistry|ShopStore|StoreKeyStore|StoreCustomers"
                                    + "|StoreCustomerStore)"))
    static class Packages {}

    private static String only(String audience, Set<String> tags) {
        try {
            YAMLMapper yaml = new YAMLMapper();
            ObjectNode document = (ObjectNode) yaml.readTree(
                    Path.of("routes/portal/" + audience + ".openapi.yaml").toFile());
            ObjectNode paths = (ObjectNode) document.get("paths");
            List<String> others = new ArrayList<>();
            paths.properties().forEach(path -> {
                if (!tags.contains(path.getValue().findPath("tags").path(0).asText())) {
                    others.add(path.getKey());
                }
            });
            paths.remove(others);
            return yaml.writeValueAsString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was answered, a problem too. */
    record Reply(int status, Map<String, String> headers, JsonNode body) {

        String code() {
            return body.path("code").asText();
        }

        String text(String pointer) {
            return body.at(pointer).asText();
        }

        /** An amount of the document. */
        String amount(String pointer) {
            return body.at(pointer + "/amount").asText();
        }
    }

    // ---- who there is

    /** A store that sells in dinars for at most 500, and rescues 20 at a time and 100 a day. */
    synchronized StoreId store() {
        if (stores.isEmpty()) {
            openStores();
        }
        return stores.removeFirst();
    }

    /** Many at once: the registry looks once a second. */
    private void openStores() {
        for (int i = 0; i < STORES; i++) {
            StoreId id = StoreId.next();
            behind.sql("""
                            insert into shop_store (id, name, open, return_origins, currency, requests_per_minute,
                                money_per_minute, amount_max_minor, rescue_max_minor, rescue_daily_minor, version, made_at,
                                changed_at)
                            values (:id, 'A Shop', true, '{https://shop.example}', 'KWD', 600, 600, 500000, 20000, 100000,
                                1, now(), now())
                            """).param("id", id.text()).update();
            stores.addLast(id);
        }
        Stores seen = context.getBean(Stores.class);
        await().atMost(10, TimeUnit.SECONDS)
                .until(() -> stores.stream().allMatch(id -> seen.find(id).isPresent()));
        // The first events of a process make their targets known with a connection of their own; a running hub has done
        // so at its start, before a hundred wait for one row with all connections there are.
        StoreId first = stores.removeFirst();
        CustomerRow nobody = customer(first, "1.000");
        pay(nobody, order(first, nobody, "1.000"));
        rescue(first, order(first, nobody, "1.000"), "1.000");
    }

    /** One of the CRM's whose wallet has that, and who is {@code c-…} to the store. */
    CustomerRow customer(StoreId store, String balance) {
        CustomerRow row = CustomerRow.of("+9655%07d".formatted(numbers.incrementAndGet()));
        row.insert(behind);
        inSystem(() -> {
            ledger.openWallet(row.wallet(), row.id(), KWD);
            return row;
        });
        link(store, row);
        if (!balance.equals("0.000")) {
            credit(row, balance);
        }
        return row;
    }

    void link(StoreId store, CustomerRow customer) {
        behind.sql("insert into shop_customer values (:store, :external, :customer, now(), now())")
                .param("store", store.text())
                .param("external", name(customer))
                .param("customer", customer.id().text())
                .update();
    }

    /** Who he is to stores. */
    static String name(CustomerRow customer) {
        return "c-" + customer.id().text();
    }

    TransferId credit(CustomerRow customer, String amount) {
        TransferId id = TransferId.next();
        Transfer transfer = new Transfer(
                id, TransferKind.RECHARGE, customer.wallet(), dinars(amount), "clearing:stripe:main", id.text(), NOW);
        assertThat(inSystem(() -> ledger.post(transfer))).isInstanceOf(PostOutcome.Posted.class);
        return id;
    }

    void freeze(CustomerRow customer) {
        inSystem(() -> {
            ledger.freeze(customer.wallet());
            return customer;
        });
    }

    // ---- what they ask for

    static Caller caller(StoreId store) {
        return Caller.store(store, EnumSet.allOf(StoreScope.class), null);
    }

    static Caller caller(CustomerRow customer) {
        return Caller.customer(customer.id(), CustomerPermission.ALL);
    }

    /** An Idempotency-Key that no other request has. */
    String key() {
        return "key-of-a-checkout-" + numbers.incrementAndGet();
    }

    Reply post(Caller caller, String operation, String path, String json) {
        return call(caller, operation, "POST", path, key(), json);
    }

    Reply get(Caller caller, String operation, String path) {
        return call(caller, operation, "GET", path, null, "");
    }

    Reply call(Caller caller, String operation, String method, String path, @Nullable String key, String json) {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("content-type", List.of("application/json"));
        if (key != null) {
            headers.put("idempotency-key", List.of(key));
        }
        String base = caller.kind() == Caller.Kind.STORE ? "/api/store/v1" : "/api/customer/v1";
        int question = path.indexOf('?');
        HttpReply reply = operations.call(
                operation,
                new HttpCall(
                        method,
                        base + (question < 0 ? path : path.substring(0, question)),
                        headers,
                        question < 0 ? Map.of() : query(path.substring(question + 1)),
                        json.getBytes(UTF_8),
                        caller,
                        "en",
                        "correlation",
                        TRACE,
                        "00-" + TRACE + "-b7ad6b7169203331-01"));
        return new Reply(reply.status(), reply.headers(), tree(reply.body()));
    }

    private static Map<String, List<String>> query(String text) {
        Map<String, List<String>> query = new HashMap<>();
        for (String part : text.split("&", -1)) {
            String[] pair = part.split("=", 2);
            query.put(pair[0], List.of(pair[1]));
        }
        return query;
    }

    private static JsonNode tree(byte @Nullable [] body) {
        try {
            return body == null ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String orderJson(CustomerRow customer, String reference, String amount) {
        return """
                {"reference": "%s", "customer": "%s", "amount": {"amount": "%s", "currency": "KWD"}, "returnUrl": "%s"}
                """.formatted(reference, name(customer), amount, BACK);
    }

    /** The id of a new order. */
    String order(StoreId store, CustomerRow customer, String amount) {
        Reply made = post(
                caller(store),
                "create-order",
                "/orders",
                orderJson(customer, "A-" + numbers.incrementAndGet(), amount));
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        return made.text("/id");
    }

    Reply pay(CustomerRow customer, String order) {
        return post(caller(customer), "pay-order", "/orders/" + order + "/pay", "");
    }

    /** The id of an order that is paid, and that the ERP has. */
    String paid(StoreId store, CustomerRow customer, String amount) {
        String order = order(store, customer, amount);
        Reply paid = pay(customer, order);
        assertThat(paid.status()).as(paid.body().toString()).isEqualTo(200);
        settled(new TransferId(paid.text("/transferId")), Outcome.SUCCESS);
        return order;
    }

    Reply shown(StoreId store, String order) {
        return get(caller(store), "get-store-order", "/orders/" + order);
    }

    Reply cancel(StoreId store, String order) {
        return post(caller(store), "cancel-store-order", "/orders/" + order + "/cancel", "");
    }

    Reply refund(StoreId store, String order, String reference, String amount) {
        return post(caller(store), "refund-order", "/orders/" + order + "/refunds", """
                {"reference": "%s", "amount": {"amount": "%s", "currency": "KWD"}, "reason": "came back"}
                """.formatted(reference, amount));
    }

    Reply rescue(StoreId store, String order, String amount) {
        return post(caller(store), "rescue-order", "/orders/" + order + "/rescue", """
                {"amount": {"amount": "%s", "currency": "KWD"}, "bankReference": "BANK-7", "reason": "the bank failed"}
                """.formatted(amount));
    }

    Reply reverse(StoreId store, String order) {
        return post(caller(store), "reverse-rescue", "/orders/" + order + "/rescue/reverse", "");
    }

    static String holdJson(CustomerRow customer, String reference, String amount) {
        return """
                {"reference": "%s", "customer": "%s", "amount": {"amount": "%s", "currency": "KWD"}, "expiresInSeconds": 3600}
                """.formatted(reference, name(customer), amount);
    }

    /** The id of a new hold of an hour. */
    String hold(StoreId store, CustomerRow customer, String amount) {
        Reply made = post(
                caller(store), "place-hold", "/holds", holdJson(customer, "H-" + numbers.incrementAndGet(), amount));
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        return made.text("/id");
    }

    Reply capture(StoreId store, String hold, String reference, String amount, boolean keepRest) {
        return post(caller(store), "capture-hold", "/holds/" + hold + "/capture", """
                {"reference": "%s", "amount": {"amount": "%s", "currency": "KWD"}, "keepRest": %s}
                """.formatted(
                        reference, amount, keepRest));
    }

    Reply release(StoreId store, String hold) {
        return post(caller(store), "release-hold", "/holds/" + hold + "/release", "");
    }

    // ---- what happens by itself

    /** What a schedule does; how much that was. */
    Answer.Settled run(String operation, String route) {
        return (Answer.Settled) operations.run(operation, Caller.system(route), null);
    }

    int runs(String operation, String route) {
        return Integer.parseInt(run(operation, route).message().replaceAll(" .*", ""));
    }

    /** The ERP's word on a transfer, as the lane tells everybody who wants to know. */
    void settled(TransferId transfer, Outcome outcome) {
        Settlement settlement = new Settlement(
                "erp",
                7,
                "order.paid",
                transfer.text(),
                ("{\"transferId\":\"" + transfer + "\"}").getBytes(UTF_8),
                outcome,
                outcome == Outcome.SUCCESS ? "OK" : "ENTRY_REFUSED",
                null,
                true,
                null,
                outcome == Outcome.SUCCESS ? "N-" + transfer : null,
                clock.instant());
        inSystem(() -> {
            context.getBeanProvider(DeliveryListener.class)
                    .orderedStream()
                    .forEach(listener -> listener.settled(List.of(settlement)));
            return settlement;
        });
    }

    /** The ERP refuses it for good, and what becomes of that. */
    Answer.Settled refused(TransferId transfer) {
        settled(transfer, Outcome.FATAL);
        return (Answer.Settled)
                operations.run("settle-refusal", Caller.system("refusals-settle"), """
                {"transferId": "%s", "deliveryId": 7, "code": "ENTRY_REFUSED", "settledAt": "2026-03-01T10:00:00Z"}
                """.formatted(transfer)
                        .getBytes(UTF_8));
    }

    /** A recharge that is paid for at this moment, for that order or for none; its reference. */
    String recharge(CustomerRow customer, String amount, @Nullable String order) {
        String reference = "RCH-" + numbers.incrementAndGet();
        behind.sql("""
                        insert into recharge_recharge (id, reference, customer_id, customer_external_id, wallet_id, gateway,
                            account, amount_minor, currency, method, state, return_url, return_nonce, created_at, expires_at,
                            changed_at, calling_until, next_poll_at, order_id)
                        values (:id, :reference, :customer, :external, :wallet, 'stripe', 'main', :amount, 'KWD', 'card',
                            'pending', 'https://portal.example/back', 'n', :now, :until, :now, :now, :until, :order)
                        """)
                .param("id", RechargeId.next().text())
                .param("reference", reference)
                .param("customer", customer.id().text())
                .param("external", customer.externalId())
                .param("wallet", customer.wallet().text())
                .param("amount", dinars(amount).minorUnits())
                .param("order", order)
                .param("now", timestamp(clock.instant()))
                .param("until", timestamp(clock.instant().plusSeconds(86_400)))
                .update();
        return reference;
    }

    /** The gateway has captured that much of it in all. */
    Answer.Settled captured(String reference, String amount, String captured) {
        PaymentEvent event = new PaymentEvent(
                PaymentEvent.SCHEMA,
                "stripe",
                "main",
                "evt_" + numbers.incrementAndGet(),
                "pi_" + reference,
                null,
                null,
                reference,
                PaymentEvent.Type.PAYMENT_CAPTURED,
                PaymentEvent.Amount.of(dinars(amount)),
                new PaymentEvent.Cumulative(
                        dinars(captured).minorUnits(), dinars(captured).minorUnits(), 0),
                clock.instant(),
                false,
                false,
                null,
                null,
                PaymentEvent.Confirmation.CONFIRMED_BY_API,
                null);
        return (Answer.Settled)
                operations.run("apply-payment", Caller.system("payments-apply"), PaymentEventJson.write(event));
    }

    /** The gateway tells of a dispute about the payment of that recharge. */
    Answer.Settled disputed(String reference, String dispute, PaymentEvent.Type type) {
        PaymentEvent event = new PaymentEvent(
                PaymentEvent.SCHEMA,
                "stripe",
                "main",
                "evt_" + numbers.incrementAndGet(),
                "pi_" + reference,
                null,
                dispute,
                null,
                type,
                null,
                null,
                clock.instant(),
                false,
                false,
                null,
                null,
                PaymentEvent.Confirmation.SIGNED_ONLY,
                null);
        return (Answer.Settled)
                operations.run("apply-payment", Caller.system("payments-apply"), PaymentEventJson.write(event));
    }

    /** In one transaction of the hub's own. */
    <T> T inSystem(Supplier<T> work) {
        return RowScope.system().call(() -> transaction.execute(status -> work.get()));
    }

    // ---- what there is

    Wallet wallet(CustomerRow customer) {
        return inSystem(() -> ledger.find(customer.wallet()).orElseThrow());
    }

    String balance(CustomerRow customer) {
        return wallet(customer).balance().amount();
    }

    String available(CustomerRow customer) {
        return wallet(customer).available().amount();
    }

    /** Kinds of what was told about the wallet's movements, in the order it was told; alerts come and go beside them. */
    List<String> events(CustomerRow customer) {
        return behind.sql("select kind from lane_event where key = :key and kind not like 'alert.%' order by id")
                .param("key", customer.wallet().text())
                .query(String.class)
                .list();
    }

    /** The last event of that kind about the wallet. */
    JsonNode event(CustomerRow customer, String kind) {
        return tree(behind.sql("select body from lane_event where key = :key and kind = :kind order by id desc limit 1")
                .param("key", customer.wallet().text())
                .param("kind", kind)
                .query((row, n) -> row.getBytes("body"))
                .single());
    }

    long count(String sql, String id) {
        return behind.sql(sql).param("id", id).query(Long.class).single();
    }

    static Money dinars(String amount) {
        return Money.parse(amount, KWD);
    }

    /** Of a customer, as a token of his says. */
    static Caller caller(CustomerId customer) {
        return Caller.customer(customer, CustomerPermission.ALL);
    }

    @Override
    public void close() {
        try {
            LedgerInvariants.check(all);
            CheckoutInvariants.check(behind);
        } finally {
            context.close();
            pool.close();
        }
    }
}
