package wallethub.scenario;

import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.StoreScope;
import wallethub.embedded.standin.Fault;
import wallethub.embedded.standin.Fault.Mode;
import wallethub.embedded.standin.Fault.Scope;
import wallethub.id.AlertId;
import wallethub.id.RechargeId;
import wallethub.id.TransferId;
import wallethub.scenario.World.Person;
import wallethub.scenario.World.Reply;
import wallethub.testing.ApiContract;
import wallethub.testing.ApiContract.Operation;
import wallethub.testing.AtOnce;
import wallethub.testing.StoreLogin;

/**
 * Every operation of the customer's and of the store's contract against what an attacker or a hasty client does: somebody
 * else's id, fields that are none of his, the same key twice.
 *
 * <p>The operations come from the OpenAPI files: a new one without its line in the tables here fails.
 */
class ContractMatrixIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int AT_ONCE = 200;
    /** Those that call the gateway, which takes its time here; the others may be over before the next one comes. */
    private static final Set<String> CALLING = Set.of("createRecharge", "cancelRecharge");

    /** Where the path says what its caller calls somebody, and not what we do. */
    private static final Set<String> NAMING = Set.of("linkStoreCustomer");
    /** Who each person is to each store. */
    private static final String NAME = "c-1";

    private static final Set<String> STOLEN_FIELDS =
            Set.of("id", "customerId", "status", "balance", "credited", "role", "__proto__");
    // Of every answer anew, whatever was asked.
    private static final Set<String> OWN_HEADERS =
            Set.of("date", "x-request-id", "traceparent", "ratelimit", "ratelimit-policy");

    private final World world = World.one();

    /** Who asks: a customer, and a store that knows him. */
    private record Who(Person person, StoreLogin store) {

        String id() {
            return person.id();
        }
    }

    /** An operation of one of the contracts. */
    record Case(ApiContract contract, Operation operation) {

        boolean isStores() {
            return contract == ApiContract.STORE;
        }

        boolean isKeyed() {
            return contract.isKeyed(operation);
        }

        String base() {
            return isStores() ? "/api/store/v1" : "/api/customer/v1";
        }

        @Override
        public String toString() {
            return operation.id();
        }
    }

    /** What somebody asks: where, and with which document. */
    private record Ask(String path, @Nullable String body) {}

    /**
     * A money operation.
     *
     * @param first a request that succeeds once
     * @param other one of the same operation that is another request
     * @param effects how often the first has taken effect, by its answer
     */
    private record Money(Function<Who, Ask> first, Function<Who, Ask> other, Function<JsonNode, Integer> effects) {}

    /** By operation with an id in its path: a fresh id of the asker's own. */
    private Map<String, Function<Who, String>> ids() {
        return Map.ofEntries(
                entry("getRecharge", this::recharge),
                entry("cancelRecharge", this::recharge),
                entry("getReceipt", this::receipt),
                entry("getTransaction", this::transaction),
                entry("getInvoice", this::invoice),
                entry("payInvoice", this::payable),
                entry("getOrder", this::order),
                entry("payOrder", this::order),
                entry("acknowledgeOwnAlert", this::alert),
                entry("endSession", this::session),
                entry("verifyOtp", this::challenge),
                entry("linkStoreCustomer", who -> NAME),
                entry("getStoreOrder", this::order),
                entry("cancelStoreOrder", this::order),
                entry("refundOrder", this::paidOrder),
                entry("rescueOrder", this::order),
                entry("reverseRescue", this::rescuedOrder),
                entry("getStoreHold", this::hold),
                entry("captureHold", this::hold),
                entry("releaseHold", this::hold));
    }

    /** By operation with a document: one that fits its schema. */
    private static Map<String, String> documents() {
        String device = "\"deviceNonce\": \"device-nonce-of-the-matrix-01\"}";
        return Map.ofEntries(
                entry("createRecharge", newRecharge("10.000")),
                entry("payInvoice", payment("5.000")),
                entry("requestOtp", "{\"mobile\": \"+96550000000\", \"language\": \"en\", " + device),
                entry("verifyOtp", "{\"code\": \"123456\", " + device),
                entry("refreshToken", "{\"refreshToken\": \"" + "x".repeat(43) + "\"}"),
                entry("linkStoreCustomer", """
                        {"customerNumber": "C-nobody", "mobile": "+96550000000", "consentedAt": "2026-01-31T09:30:00Z"}
                        """),
                entry("createOrder", newOrder("5.000")),
                entry("refundOrder", refund("1.000")),
                entry("rescueOrder", rescue("5.000")),
                entry("placeHold", newHold("5.000")),
                entry("captureHold", capture("1.000")));
    }

    /** By operation that asks for an Idempotency-Key. */
    private Map<String, Money> money() {
        return Map.ofEntries(
                entry(
                        "createRecharge",
                        new Money(
                                who -> new Ask("/recharges", newRecharge("10.000")),
                                who -> new Ask("/recharges", newRecharge("11.000")),
                                made -> count("""
                                                select count(*) from recharge_recharge where customer_id =
                                                    (select customer_id from recharge_recharge where id = :text)
                                                """, id(made))
                                        * world.stripe
                                                .sessionsFor(
                                                        made.path("reference").asText())
                                                .size())),
                entry(
                        "payInvoice",
                        at(
                                "/invoices/%s/pay",
                                this::payable,
                                payment("5.000"),
                                paid -> count("""
                                select count(*) from invoice_deduction where customer_id =
                                    (select customer_id from invoice_deduction where transfer_id = :text)
                                """, paid.path("transactionId").asText()))),
                entry(
                        "cancelRecharge",
                        at(
                                "/recharges/%s/cancel",
                                this::recharge,
                                null,
                                made -> count(
                                        "select count(*) from recharge_recharge where id = :text and state = 'cancelled'",
                                        id(made)))),
                entry(
                        "payOrder",
                        at(
                                "/orders/%s/pay",
                                this::order,
                                null,
                                made -> count(
                                        "select count(*) from ledger_transfer where business_key = 'order:' || :text",
                                        id(made)))),
                entry(
                        "createOrder",
                        new Money(
                                who -> new Ask("/orders", newOrder("5.000")),
                                who -> new Ask("/orders", newOrder("6.000")),
                                made -> count("""
                                        select count(*) from checkout_order where store_id =
                                            (select store_id from checkout_order where id = :text)
                                        """, id(made)))),
                entry(
                        "cancelStoreOrder",
                        at(
                                "/orders/%s/cancel",
                                this::order,
                                null,
                                made -> count(
                                        "select count(*) from checkout_order where id = :text and state = 'cancelled'",
                                        id(made)))),
                entry(
                        "refundOrder",
                        at(
                                "/orders/%s/refunds",
                                this::paidOrder,
                                refund("1.000"),
                                made -> count(
                                        "select count(*) from checkout_refund where order_id = :text", id(made)))),
                entry(
                        "rescueOrder",
                        at(
                                "/orders/%s/rescue",
                                this::order,
                                rescue("5.000"),
                                made -> count(
                                        "select count(*) from ledger_transfer where kind = 'RESCUE' and business_key = 'order-rescue:' || :text",
                                        id(made)))),
                entry(
                        "reverseRescue",
                        at(
                                "/orders/%s/rescue/reverse",
                                this::rescuedOrder,
                                null,
                                made -> count(
                                        "select count(*) from ledger_transfer where kind = 'RESCUE_REVERSAL' and business_key = 'order-rescue:' || :text",
                                        id(made)))),
                entry(
                        "placeHold",
                        new Money(
                                who -> funded(who, new Ask("/holds", newHold("5.000"))),
                                who -> new Ask("/holds", newHold("6.000")),
                                made -> count("""
                                        select count(*) from ledger_hold where wallet_id =
                                            (select wallet_id from ledger_hold where id = :text)
                                        """, id(made)))),
                entry(
                        "captureHold",
                        at(
                                "/holds/%s/capture",
                                this::hold,
                                capture("1.000"),
                                made -> count(
                                        "select count(*) from checkout_capture where hold_id = :text", id(made)))),
                entry(
                        "releaseHold",
                        at(
                                "/holds/%s/release",
                                this::hold,
                                null,
                                made -> count(
                                        "select count(*) from ledger_hold where id = :text and state = 'released'",
                                        id(made)))));
    }

    /** The same of two things of one kind. */
    private static Money at(
            String path, Function<Who, String> thing, @Nullable String body, Function<JsonNode, Integer> effects) {
        Function<Who, Ask> ask = who -> new Ask(path.formatted(thing.apply(who)), body);
        return new Money(ask, ask, effects);
    }

    private static String id(JsonNode made) {
        return made.path("id").asText();
    }

    private static <T> T line(Map<String, T> table, Case operation) {
        return requireNonNull(table.get(operation.toString()), () -> operation + " has no line here");
    }

    /** Somebody whom nobody has asked for anything yet. */
    private Who somebody() {
        Person person = world.person();
        StoreLogin store = StoreLogin.of(behind(), StoreScope.values());
        store.link(behind(), NAME, person.customer().id());
        return new Who(person, store);
    }

    private JdbcClient behind() {
        return JdbcClient.create(world.database());
    }

    private String recharge(Who who) {
        return world.recharge(who.person(), "10.000").id();
    }

    private String receipt(Who who) {
        Person person = who.person();
        World.Recharge recharge = world.recharge(person, "10.000");
        world.stripe.pay(recharge.session());
        world.awaitState(recharge, "succeeded");
        return world.get(person, "/recharges/" + recharge.id())
                .body()
                .path("receiptId")
                .asText();
    }

    private String transaction(Who who) {
        String receipt = receipt(who);
        return world.get(who.person(), "/receipts/" + receipt)
                .body()
                .path("transferId")
                .asText();
    }

    private String invoice(Who who) {
        String id = "inv_" + RechargeId.next().text().substring(4);
        JdbcClient.create(world.database())
                .sql("""
                        insert into invoice_mirror (id, customer_id, system, external_id, number, reference, state,
                            issue_date, total_minor, open_minor, currency, text, changed_at, mirrored_at)
                        values (:id, :customer, 'rest', :id, 'INV-1', '', 'open', now(), 5000, 5000, 'KWD', '', now(), now())
                        """)
                .param("id", id)
                .param("customer", who.id())
                .update();
        return id;
    }

    /** With the money for it. */
    private String payable(Who who) {
        World.Recharge recharge = world.recharge(who.person(), "10.000");
        world.stripe.pay(recharge.session());
        world.awaitState(recharge, "succeeded");
        return invoice(who);
    }

    /** Money for what comes, past the gateway. */
    private <T> T funded(Who who, T then) {
        behind().sql("""
                        select ledger_post(:id, 'RECHARGE', :wallet, 10000, 'KWD', 'clearing:stripe:main', :id, now(), now())
                        """)
                .param("id", TransferId.next().text())
                .param("wallet", who.person().customer().wallet().text())
                .query()
                .listOfRows();
        return then;
    }

    /** Of the store for the customer, with the money for it. */
    private String order(Who who) {
        return funded(who, made(who, "/orders", newOrder("5.000")));
    }

    private String paidOrder(Who who) {
        String id = order(who);
        Reply paid = world.send(
                who.person(),
                "POST",
                "/api/customer/v1/orders/" + id + "/pay",
                Map.of("Idempotency-Key", UUID.randomUUID().toString()),
                null);
        assertThat(paid.status()).as(paid.body().toString()).isEqualTo(200);
        return id;
    }

    private String rescuedOrder(Who who) {
        String id = order(who);
        made(who, "/orders/" + id + "/rescue", rescue("5.000"));
        return id;
    }

    private String hold(Who who) {
        return made(funded(who, who), "/holds", newHold("5.000"));
    }

    private String made(Who who, String path, String body) {
        Reply made = world.send(
                who.store(),
                "POST",
                path,
                Map.of("Idempotency-Key", UUID.randomUUID().toString()),
                body);
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        return id(made.body());
    }

    private static String newOrder(String amount) {
        return """
                {"reference": "%s", "customer": "%s", "amount": {"amount": "%s", "currency": "KWD"},
                 "returnUrl": "https://shop.example/back"}
                """.formatted(RechargeId.next(), NAME, amount);
    }

    private static String newHold(String amount) {
        return """
                {"reference": "%s", "customer": "%s", "amount": {"amount": "%s", "currency": "KWD"}}
                """.formatted(RechargeId.next(), NAME, amount);
    }

    private static String refund(String amount) {
        return """
                {"reference": "R-1", "amount": {"amount": "%s", "currency": "KWD"}, "reason": "came back"}
                """.formatted(amount);
    }

    private static String capture(String amount) {
        return """
                {"reference": "C-1", "amount": {"amount": "%s", "currency": "KWD"}}
                """.formatted(amount);
    }

    private static String rescue(String amount) {
        return """
                {"amount": {"amount": "%s", "currency": "KWD"}, "bankReference": "BANK-7", "reason": "the bank failed"}
                """.formatted(amount);
    }

    /** As a wallet with little in it raises one. */
    private String alert(Who who) {
        String id = AlertId.next().text();
        behind().sql("""
                        insert into customer_alert (id, kind, wallet_id, customer_id, amount_minor, threshold_minor, currency,
                            raised_at)
                        values (:id, 'low_balance', :wallet, :customer, 1000, 5000, 'KWD', now())
                        """)
                .param("id", id)
                .param("wallet", who.person().customer().wallet().text())
                .param("customer", who.id())
                .update();
        return id;
    }

    private static String payment(String amount) {
        return "{\"amount\": {\"amount\": \"%s\", \"currency\": \"KWD\"}}".formatted(amount);
    }

    /** A session as a login leaves it, beside the one that the matrix asks in. */
    private String session(Who who) {
        String id = "ses_" + RechargeId.next().text().substring(4);
        JdbcClient.create(world.database())
                .sql("""
                        insert into login_session
                            (id, customer_id, mobile_key, device_key, created_at, used_at, idle_expires_at, expires_at)
                        values (:id, :customer, '\\x01', '\\x02', now(), now(), now() + interval '1 day', now() + interval '1 day')
                        """)
                .param("id", id)
                .param("customer", who.id())
                .update();
        return id;
    }

    /** Of one device; the matrix then asks from another. */
    private String challenge(Who who) {
        return world.send(who.person(), "POST", "/api/customer/v1/auth/otp", Map.of(), """
                        {"mobile": "+965500%05d", "language": "ar", "deviceNonce": "one-device-of-the-matrix"}
                        """.formatted(
                                ThreadLocalRandom.current().nextInt(100_000)))
                .body()
                .path("challengeId")
                .asText();
    }

    private static String newRecharge(String amount) {
        return """
                {"amount": {"amount": "%s", "currency": "KWD"}, "method": "card", "returnUrl": "https://portal.example/done"}
                """.formatted(amount);
    }

    @AfterEach
    void allIsWell() {
        world.stripe.fault(Fault.NONE);
        world.checkLedger();
    }

    @Test
    void everyOperationHasItsLines() {
        assertThat(ids().keySet()).isEqualTo(named(one -> one.operation().hasId()));
        assertThat(documents().keySet()).isEqualTo(named(one -> one.operation().hasBody()));
        assertThat(money().keySet()).isEqualTo(named(Case::isKeyed));
    }

    private static Stream<Case> cases() {
        return Stream.of(ApiContract.CUSTOMER, ApiContract.STORE)
                .flatMap(contract -> contract.operations().stream().map(operation -> new Case(contract, operation)));
    }

    private static Set<String> named(Predicate<Case> which) {
        return cases().filter(which).map(Case::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    static Stream<Case> operationsWithAnId() {
        return cases().filter(one -> one.operation().hasId() && !NAMING.contains(one.toString()));
    }

    @ParameterizedTest
    @MethodSource("operationsWithAnId")
    void answersAnothersIdExactlyLikeOneThatIsNowhere(Case operation) {
        Who owner = somebody();
        Who stranger = somebody();
        String own = line(ids(), operation).apply(owner);
        String nowhere = own.substring(0, 4) + RechargeId.next().text().substring(4);

        Reply another = ask(stranger, operation, own);
        Reply missing = ask(stranger, operation, nowhere);
        // A public operation knows no owner: what it must not tell is whether the thing is there.
        boolean open = operation.operation().node().path("x-public").asBoolean();
        assertThat(missing.status()).isEqualTo(open ? 422 : 404);
        assertThat(comparable(another, own)).isEqualTo(comparable(missing, nowhere));

        for (String malformed : malformed(own)) {
            Reply refused = ask(stranger, operation, malformed);
            assertThat(refused.status()).as(malformed).isIn(400, 404, 405);
            assertThat(refused.body().path("code").asText())
                    .isIn("NOT_FOUND", "MALFORMED_REQUEST", "METHOD_NOT_ALLOWED");
        }

        if (!open) {
            assertThat(ask(owner, operation, own).status())
                    .as("nobody else has touched it")
                    .isLessThan(300);
        }
    }

    private static List<String> malformed(String own) {
        return List.of(
                own.substring(0, 4),
                own.toLowerCase(java.util.Locale.ROOT),
                own + "0",
                own + "%20",
                own.substring(1),
                "wal_" + own.substring(4),
                "'%20or%201=1--",
                "%D9%A1%D9%A2%D9%A3",
                "x".repeat(3_000));
    }

    private Reply ask(Who who, Case operation, String id) {
        Map<String, String> headers = operation.isKeyed()
                ? Map.of("Idempotency-Key", UUID.randomUUID().toString())
                : Map.of();
        return send(who, operation, path(operation, id), headers, documents().get(operation.toString()));
    }

    private static String path(Case operation, String id) {
        return operation
                .contract()
                .path(operation.operation(), id)
                .substring(operation.base().length());
    }

    /** By whom the operation is for. */
    private Reply send(Who who, Case operation, String path, Map<String, String> headers, @Nullable String body) {
        String method = operation.operation().method();
        return operation.isStores()
                ? world.send(who.store(), method, path, headers, body)
                : world.send(who.person(), method, operation.base() + path, headers, body);
    }

    /** All of an answer but what names this one request. */
    private static Map<String, Object> comparable(Reply reply, String id) {
        Map<String, Object> comparable = new TreeMap<>();
        reply.raw().headers().map().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name)) {
                comparable.put(name, values);
            }
        });
        comparable.put("status", reply.status());
        ObjectNode body = reply.body().deepCopy();
        body.remove(List.of("instance", "traceId"));
        comparable.put("body", body.toString().replace(id, "ID"));
        // The instance is the path that was asked for, and of one length.
        comparable.put("instance", reply.body().path("instance").asText().replace(id, "ID"));
        return comparable;
    }

    static Stream<Case> operationsWithADocument() {
        return cases().filter(one -> one.operation().hasBody());
    }

    @ParameterizedTest
    @MethodSource("operationsWithADocument")
    void takesNoFieldThatItDoesNotKnow(Case operation) throws JsonProcessingException {
        Who who = somebody();
        String id = operation.operation().hasId() ? line(ids(), operation).apply(who) : "";
        world.awaitQuiet();
        String wallet = world.get(who.person(), "/wallet").body().toString();
        JsonNode document = JSON.readTree(line(documents(), operation));
        assertThat(operation.contract().faultsOfRequest(operation.operation(), document))
                .isEmpty();
        Map<String, Integer> before = rows();

        for (String pointer : objects("", document)) {
            Set<String> known = operation.contract().knownFields(operation.operation(), pointer);
            for (String field : STOLEN_FIELDS) {
                if (known.contains(field)) {
                    continue;
                }
                ObjectNode changed = document.deepCopy();
                ((ObjectNode) changed.at(pointer)).put(field, "cus_01ARZ3NDEKTSV4RRFFQ69G5FAV");
                Reply refused = send(
                        who,
                        operation,
                        path(operation, id),
                        Map.of("Idempotency-Key", UUID.randomUUID().toString()),
                        changed.toString());
                assertThat(refused.status()).as(pointer + "/" + field).isEqualTo(400);
                assertThat(refused.body().path("code").asText()).isEqualTo("UNKNOWN_FIELD");
                assertThat(refused.body().at("/errors/0/pointer").asText()).isEqualTo(pointer + "/" + field);
            }
        }

        assertThat(rows()).isEqualTo(before);
        assertThat(world.get(who.person(), "/wallet").body().toString()).isEqualTo(wallet);
    }

    private static List<String> objects(String pointer, JsonNode node) {
        List<String> found = new ArrayList<>();
        if (node.isObject()) {
            found.add(pointer);
            node.properties().forEach(field -> found.addAll(objects(pointer + "/" + field.getKey(), field.getValue())));
        }
        return found;
    }

    /** How many rows each table has that an operation could have written to. */
    private Map<String, Integer> rows() {
        JdbcClient jdbc = JdbcClient.create(world.database());
        List<String> tables = jdbc.sql("""
                        select table_name from information_schema.tables
                        where table_schema = 'public' and table_type = 'BASE TABLE'
                          and table_name ~ '^(recharge|ledger|customer|login|operation|notification|checkout|shop)_'
                        """).query(String.class).list();
        assertThat(tables).contains("recharge_recharge", "ledger_entry", "operation_key");
        Map<String, Integer> rows = new LinkedHashMap<>();
        tables.forEach(table -> rows.put(
                table,
                jdbc.sql("select count(*) from " + table).query(Integer.class).single()));
        return rows;
    }

    private int count(String sql, String text) {
        return JdbcClient.create(world.database())
                .sql(sql)
                .param("text", text)
                .query(Integer.class)
                .single();
    }

    static Stream<Case> moneyOperations() {
        return cases().filter(Case::isKeyed);
    }

    @ParameterizedTest
    @MethodSource("moneyOperations")
    void keepsTheRulesOfItsIdempotencyKey(Case operation) {
        Who person = somebody();
        Money money = line(money(), operation);
        Ask first = money.first().apply(person);
        Ask other = money.other().apply(person);
        int recharges = recharges(person);

        Reply without = send(person, operation, first.path(), Map.of(), first.body());
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.body().path("code").asText()).isEqualTo("IDEMPOTENCY_KEY_REQUIRED");
        for (String bad : List.of("short", "x".repeat(256), "with a space in between")) {
            assertThat(send(person, operation, first, bad).body().path("code").asText())
                    .isEqualTo("IDEMPOTENCY_KEY_REQUIRED");
        }
        assertThat(recharges(person)).isEqualTo(recharges);

        String key = UUID.randomUUID().toString();
        Reply done = send(person, operation, first, key);
        assertThat(done.status()).as(done.body().toString()).isIn(200, 201);
        int after = recharges(person);
        Reply again = send(person, operation, first, key);
        assertThat(again.status()).isEqualTo(done.status());
        assertThat(again.raw().body()).isEqualTo(done.raw().body());
        assertThat(again.raw().headers().firstValue("Location"))
                .isEqualTo(done.raw().headers().firstValue("Location"));
        assertThat(again.raw().headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(done.raw().headers().firstValue("Idempotency-Replayed")).isEmpty();
        Reply reused = send(person, operation, other, key);
        assertThat(reused.status()).isEqualTo(422);
        assertThat(reused.body().path("code").asText()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(recharges(person)).isEqualTo(after);

        // Another customer's key of the same text is another key.
        Who stranger = somebody();
        Reply theirs = send(stranger, operation, money.first().apply(stranger), key);
        assertThat(theirs.status()).isEqualTo(done.status());
        assertThat(theirs.raw().headers().firstValue("Idempotency-Replayed")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("moneyOperations")
    void hasOneEffectHoweverManyAskAtOnce(Case operation) {
        Who person = somebody();
        Money money = line(money(), operation);
        Ask ask = money.first().apply(person);
        String key = UUID.randomUUID().toString();
        // The gateway takes its time, so that others come while the first one is still running.
        world.stripe.fault(new Fault(Mode.SLOW, Scope.WRITES, 1, 800, 1));

        List<Reply> replies = AtOnce.run(AT_ONCE, n -> send(person, operation, ask, key));

        assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isIn(200, 201, 409));
        List<Reply> running =
                replies.stream().filter(reply -> reply.status() == 409).toList();
        if (CALLING.contains(operation.toString())) {
            assertThat(running).isNotEmpty();
        }
        assertThat(running).allSatisfy(reply -> {
            assertThat(reply.body().path("code").asText()).isEqualTo("IDEMPOTENCY_IN_PROGRESS");
            assertThat(reply.raw().headers().firstValue("Retry-After")).isPresent();
        });
        List<Reply> fresh = replies.stream()
                .filter(reply -> reply.status() < 300)
                .filter(reply ->
                        reply.raw().headers().firstValue("Idempotency-Replayed").isEmpty())
                .toList();
        assertThat(fresh).hasSize(1);
        assertThat(send(person, operation, ask, key).raw().body())
                .isEqualTo(fresh.getFirst().raw().body());
        assertThat(money.effects().apply(fresh.getFirst().body())).isEqualTo(1);
    }

    private int recharges(Who person) {
        return count("select count(*) from recharge_recharge where customer_id = :text", person.id());
    }

    private Reply send(Who who, Case operation, Ask ask, String key) {
        return send(who, operation, ask.path(), Map.of("Idempotency-Key", key), ask.body());
    }
}
