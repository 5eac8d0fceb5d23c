package wallethub.scenario;

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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.embedded.standin.Fault;
import wallethub.embedded.standin.Fault.Mode;
import wallethub.embedded.standin.Fault.Scope;
import wallethub.id.RechargeId;
import wallethub.scenario.World.Person;
import wallethub.scenario.World.Reply;
import wallethub.testing.ApiContract;
import wallethub.testing.ApiContract.Operation;

/**
 * Every operation of the customer's contract against what an attacker or a hasty client does: another customer's id, fields
 * that are none of his, the same key twice.
 *
 * <p>The operations come from the OpenAPI file: a new one without its line in the tables here fails.
 */
class ContractMatrixIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int AT_ONCE = 200;
    /** Those that call the gateway, which takes its time here; the others may be over before the next one comes. */
    private static final Set<String> CALLING = Set.of("createRecharge", "cancelRecharge");

    private static final Set<String> STOLEN_FIELDS =
            Set.of("id", "customerId", "status", "balance", "credited", "role", "__proto__");
    // Of every answer anew, whatever was asked.
    private static final Set<String> OWN_HEADERS =
            Set.of("date", "x-request-id", "traceparent", "ratelimit", "ratelimit-policy");

    private final World world = World.one();

    /** What a customer asks: where, and with which document. */
    private record Ask(String path, @Nullable String body) {}

    /**
     * A money operation.
     *
     * @param first a request of the person's that succeeds once
     * @param other one of the same operation that is another request
     * @param effects how often the first has taken effect, by its answer
     */
    private record Money(
            Function<Person, Ask> first, Function<Person, Ask> other, Function<JsonNode, Integer> effects) {}

    /** By operation with an id in its path: a fresh id of the person's own. */
    private Map<String, Function<Person, String>> ids() {
        return Map.of(
                "getRecharge", this::recharge,
                "cancelRecharge", this::recharge,
                "getReceipt", this::receipt,
                "getTransaction", this::transaction,
                "getInvoice", this::invoice,
                "payInvoice", this::payable,
                "endSession", this::session,
                "verifyOtp", this::challenge);
    }

    /** By operation with a document: one that fits its schema. */
    private static Map<String, String> documents() {
        String device = "\"deviceNonce\": \"device-nonce-of-the-matrix-01\"}";
        return Map.of(
                "createRecharge", newRecharge("10.000"),
                "payInvoice", payment("5.000"),
                "requestOtp", "{\"mobile\": \"+96550000000\", \"language\": \"en\", " + device,
                "verifyOtp", "{\"code\": \"123456\", " + device,
                "refreshToken", "{\"refreshToken\": \"" + "x".repeat(43) + "\"}");
    }

    /** By operation that asks for an Idempotency-Key. */
    private Map<String, Money> money() {
        return Map.of(
                "createRecharge",
                new Money(
                        person -> new Ask("/recharges", newRecharge("10.000")),
                        person -> new Ask("/recharges", newRecharge("11.000")),
                        made -> count("""
                                        select count(*) from recharge_recharge where customer_id =
                                            (select customer_id from recharge_recharge where id = :text)
                                        """, made.path("id").asText())
                                * world.stripe
                                        .sessionsFor(made.path("reference").asText())
                                        .size()),
                "payInvoice",
                new Money(
                        person -> new Ask("/invoices/" + payable(person) + "/pay", payment("5.000")),
                        person -> new Ask("/invoices/" + payable(person) + "/pay", payment("5.000")),
                        paid -> count("""
                                        select count(*) from invoice_deduction where customer_id =
                                            (select customer_id from invoice_deduction where transfer_id = :text)
                                        """, paid.path("transactionId").asText())),
                "cancelRecharge",
                new Money(
                        person -> new Ask("/recharges/" + recharge(person) + "/cancel", null),
                        person -> new Ask("/recharges/" + recharge(person) + "/cancel", null),
                        cancelled -> count(
                                "select count(*) from recharge_recharge where id = :text and state = 'cancelled'",
                                cancelled.path("id").asText())));
    }

    private static <T> T line(Map<String, T> table, Operation operation) {
        return requireNonNull(table.get(operation.id()), () -> operation.id() + " has no line here");
    }

    private String recharge(Person person) {
        return world.recharge(person, "10.000").id();
    }

    private String receipt(Person person) {
        World.Recharge recharge = world.recharge(person, "10.000");
        world.stripe.pay(recharge.session());
        world.awaitState(recharge, "succeeded");
        return world.get(person, "/recharges/" + recharge.id())
                .body()
                .path("receiptId")
                .asText();
    }

    private String transaction(Person person) {
        String receipt = receipt(person);
        return world.get(person, "/receipts/" + receipt)
                .body()
                .path("transferId")
                .asText();
    }

    private String invoice(Person person) {
        String id = "inv_" + RechargeId.next().text().substring(4);
        JdbcClient.create(world.database())
                .sql("""
                        insert into invoice_mirror (id, customer_id, system, external_id, number, reference, state,
                            issue_date, total_minor, open_minor, currency, text, changed_at, mirrored_at)
                        values (:id, :customer, 'rest', :id, 'INV-1', '', 'open', now(), 5000, 5000, 'KWD', '', now(), now())
                        """)
                .param("id", id)
                .param("customer", person.id())
                .update();
        return id;
    }

    /** With the money for it. */
    private String payable(Person person) {
        World.Recharge recharge = world.recharge(person, "10.000");
        world.stripe.pay(recharge.session());
        world.awaitState(recharge, "succeeded");
        return invoice(person);
    }

    private static String payment(String amount) {
        return "{\"amount\": {\"amount\": \"%s\", \"currency\": \"KWD\"}}".formatted(amount);
    }

    /** A session as a login leaves it, beside the one that the matrix asks in. */
    private String session(Person person) {
        String id = "ses_" + RechargeId.next().text().substring(4);
        JdbcClient.create(world.database())
                .sql("""
                        insert into login_session
                            (id, customer_id, mobile_key, device_key, created_at, used_at, idle_expires_at, expires_at)
                        values (:id, :customer, '\\x01', '\\x02', now(), now(), now() + interval '1 day', now() + interval '1 day')
                        """)
                .param("id", id)
                .param("customer", person.id())
                .update();
        return id;
    }

    /** Of one device; the matrix then asks from another. */
    private String challenge(Person person) {
        return world.send(person, "POST", "/api/customer/v1/auth/otp", Map.of(), """
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
        assertThat(ids().keySet()).isEqualTo(named(Operation::hasId));
        assertThat(documents().keySet()).isEqualTo(named(Operation::hasBody));
        assertThat(money().keySet()).isEqualTo(named(ApiContract.CUSTOMER::isKeyed));
    }

    private static Set<String> named(Predicate<Operation> which) {
        return ApiContract.CUSTOMER.operations().stream()
                .filter(which)
                .map(Operation::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Stream<Operation> operationsWithAnId() {
        return ApiContract.CUSTOMER.operations().stream().filter(Operation::hasId);
    }

    @ParameterizedTest
    @MethodSource("operationsWithAnId")
    void answersAnothersIdExactlyLikeOneThatIsNowhere(Operation operation) {
        Person owner = world.person();
        Person stranger = world.person();
        String own = line(ids(), operation).apply(owner);
        String nowhere = own.substring(0, 4) + RechargeId.next().text().substring(4);

        Reply another = ask(stranger, operation, own);
        Reply missing = ask(stranger, operation, nowhere);
        // A public operation knows no owner: what it must not tell is whether the thing is there.
        boolean open = operation.node().path("x-public").asBoolean();
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

    private Reply ask(Person person, Operation operation, String id) {
        Map<String, String> headers = ApiContract.CUSTOMER.isKeyed(operation)
                ? Map.of("Idempotency-Key", UUID.randomUUID().toString())
                : Map.of();
        return world.send(
                person,
                operation.method(),
                ApiContract.CUSTOMER.path(operation, id),
                headers,
                documents().get(operation.id()));
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

    static Stream<Operation> operationsWithADocument() {
        return ApiContract.CUSTOMER.operations().stream().filter(Operation::hasBody);
    }

    @ParameterizedTest
    @MethodSource("operationsWithADocument")
    void takesNoFieldThatItDoesNotKnow(Operation operation) throws JsonProcessingException {
        Person person = world.person();
        String id = operation.hasId() ? line(ids(), operation).apply(person) : "";
        // The first request logs in.
        String wallet = world.get(person, "/wallet").body().toString();
        world.awaitQuiet();
        JsonNode document = JSON.readTree(line(documents(), operation));
        assertThat(ApiContract.CUSTOMER.faultsOfRequest(operation, document)).isEmpty();
        Map<String, Integer> before = rows();

        for (String pointer : objects("", document)) {
            Set<String> known = ApiContract.CUSTOMER.knownFields(operation, pointer);
            for (String field : STOLEN_FIELDS) {
                if (known.contains(field)) {
                    continue;
                }
                ObjectNode changed = document.deepCopy();
                ((ObjectNode) changed.at(pointer)).put(field, "cus_01ARZ3NDEKTSV4RRFFQ69G5FAV");
                Reply refused = world.send(
                        person,
                        operation.method(),
                        ApiContract.CUSTOMER.path(operation, id),
                        Map.of("Idempotency-Key", UUID.randomUUID().toString()),
                        changed.toString());
                assertThat(refused.status()).as(pointer + "/" + field).isEqualTo(400);
                assertThat(refused.body().path("code").asText()).isEqualTo("UNKNOWN_FIELD");
                assertThat(refused.body().at("/errors/0/pointer").asText()).isEqualTo(pointer + "/" + field);
            }
        }

        assertThat(rows()).isEqualTo(before);
        assertThat(world.get(person, "/wallet").body().toString()).isEqualTo(wallet);
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
                          and table_name ~ '^(recharge|ledger|customer|login|operation|notification)_'
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

    static Stream<Operation> moneyOperations() {
        return ApiContract.CUSTOMER.operations().stream().filter(ApiContract.CUSTOMER::isKeyed);
    }

    @ParameterizedTest
    @MethodSource("moneyOperations")
    void keepsTheRulesOfItsIdempotencyKey(Operation operation) {
        Person person = world.person();
        Money money = line(money(), operation);
        Ask first = money.first().apply(person);
        Ask other = money.other().apply(person);
        int recharges = recharges(person);

        Reply without =
                world.send(person, operation.method(), "/api/customer/v1" + first.path(), Map.of(), first.body());
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
        Person stranger = world.person();
        Reply theirs = send(stranger, operation, money.first().apply(stranger), key);
        assertThat(theirs.status()).isEqualTo(done.status());
        assertThat(theirs.raw().headers().firstValue("Idempotency-Replayed")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("moneyOperations")
    void hasOneEffectHoweverManyAskAtOnce(Operation operation) throws InterruptedException, ExecutionException {
        Person person = world.person();
        Money money = line(money(), operation);
        Ask ask = money.first().apply(person);
        String key = UUID.randomUUID().toString();
        // The gateway takes its time, so that others come while the first one is still running.
        world.stripe.fault(new Fault(Mode.SLOW, Scope.WRITES, 1, 800, 1));

        List<Reply> replies = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> asked = IntStream.range(0, AT_ONCE)
                    .mapToObj(i -> threads.submit(() -> send(person, operation, ask, key)))
                    .toList();
            for (Future<Reply> one : asked) {
                replies.add(one.get());
            }
        }

        assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isIn(200, 201, 409));
        List<Reply> running =
                replies.stream().filter(reply -> reply.status() == 409).toList();
        if (CALLING.contains(operation.id())) {
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

    private int recharges(Person person) {
        return count("select count(*) from recharge_recharge where customer_id = :text", person.id());
    }

    private Reply send(Person person, Operation operation, Ask ask, String key) {
        return world.send(
                person,
                operation.method(),
                "/api/customer/v1" + ask.path(),
                Map.of("Idempotency-Key", key),
                ask.body());
    }
}
