package wallethub.ops;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import wallethub.access.StaffPermission;
import wallethub.access.StoreScope;
import wallethub.id.StaffId;
import wallethub.testing.StaffLogin;
import wallethub.testing.StoreLogin;

/** Every operation of every OpenAPI file, called by everybody there is: whoever may, may, and nobody else. */
class PermissionMatrixIT {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z.-]+)` \\| (.*) \\|");
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final Pattern ID = Pattern.compile("\\^([a-z]{3}_)\\[0-9A-HJKMNP-TV-Z]\\{26}\\$");
    private static final String NUMBER = "999999999";
    private static final List<String> ROLES =
            List.of("finance", "operations", "customer-care", "administrator", "management");
    private static final List<Operation> OPERATIONS = operations();
    private static final Map<String, Set<String>> MATRIX = matrix();

    private static EdgeServer server;

    /** @param path with a valid id of nothing in place of each variable */
    record Operation(
            String audience,
            String id,
            String method,
            String path,
            @Nullable String permission,
            boolean hasId,
            boolean hasBody) {

        boolean isStaff() {
            return audience.equals("staff");
        }

        boolean isStore() {
            return audience.equals("store");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @BeforeAll
    static void start() {
        server = EdgeServer.shipped("hub.edge.limits.staff=10000000");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<Operation> operations() {
        List<Operation> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("routes/portal"))) {
            for (Path file : files.filter(one -> one.toString().endsWith(".openapi.yaml"))
                    .sorted()
                    .toList()) {
                JsonNode contract = new YAMLMapper().readTree(file.toFile());
                String audience = file.getFileName().toString().replace(".openapi.yaml", "");
                contract.path("paths")
                        .properties()
                        .forEach(path -> path.getValue().properties().stream()
                                .filter(field -> METHODS.contains(field.getKey()))
                                .forEach(field -> found.add(operation(
                                        contract,
                                        audience,
                                        path.getKey(),
                                        path.getValue(),
                                        field.getKey(),
                                        field.getValue()))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static Operation operation(
            JsonNode contract, String audience, String path, JsonNode item, String method, JsonNode operation) {
        String root = contract.path("servers").path(0).path("url").asText();
        Matcher variables = VARIABLE.matcher(path);
        String real = variables.replaceAll(one -> value(contract, item, operation, one.group(1)));
        return new Operation(
                audience,
                operation.path("operationId").asText(),
                method.toUpperCase(Locale.ROOT),
                (root.equals("/") ? "" : root) + real,
                operation.path("x-permission").isMissingNode()
                        ? null
                        : operation.path("x-permission").asText(),
                !real.equals(path),
                operation.has("requestBody"));
    }

    /** A value of that variable that nothing has. */
    private static String value(JsonNode contract, JsonNode item, JsonNode operation, String name) {
        for (JsonNode parameters : List.of(operation.path("parameters"), item.path("parameters"))) {
            for (JsonNode given : parameters) {
                JsonNode parameter = resolved(contract, given);
                if (parameter.path("name").asText().equals(name)
                        && parameter.path("in").asText().equals("path")) {
                    return value(resolved(contract, parameter.path("schema")));
                }
            }
        }
        throw new AssertionError("no parameter " + name + " of " + operation.path("operationId"));
    }

    private static String value(JsonNode schema) {
        Matcher id = ID.matcher(schema.path("pattern").asText());
        if (id.matches()) {
            return id.group(1) + StaffId.next().text().substring(4);
        }
        return NUMBER.matches(schema.path("pattern").asText("-")) ? NUMBER : "nothing";
    }

    private static JsonNode resolved(JsonNode contract, JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isMissingNode() ? node : contract.at(reference.asText().substring(1));
    }

    /** Role by permission, as the document says that a test holds against the migration. */
    private static Map<String, Set<String>> matrix() {
        Map<String, Set<String>> matrix = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(Path.of("docs/staff-roles.md"))) {
                Matcher row = ROW.matcher(line);
                if (row.matches()) {
                    String[] cells = row.group(2).split(" \\| ", -1);
                    Set<String> roles = new TreeSet<>();
                    for (int i = 0; i < ROLES.size(); i++) {
                        if (cells[i].equals("yes")) {
                            roles.add(ROLES.get(i));
                        }
                    }
                    matrix.put(row.group(1), roles);
                }
            }
            // Every session's own, whatever the role.
            matrix.put(StaffPermission.SESSION.wire(), new TreeSet<>(ROLES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return matrix;
    }

    private static HttpResponse<String> call(Operation operation, @Nullable String authorization) {
        HttpRequest.Builder request = server.anonymous(operation.path())
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("If-Match", "\"nothing\"");
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (operation.hasBody()) {
            // Fits no schema that asks for anything, so that nothing is done.
            request.header("Content-Type", "application/json");
        }
        return server.send(request.method(
                operation.method(),
                operation.hasBody()
                        ? HttpRequest.BodyPublishers.ofString("{\"nobodyKnowsThis\": 1}")
                        : HttpRequest.BodyPublishers.noBody()));
    }

    private static String code(HttpResponse<String> response) {
        return response.statusCode() < 400
                ? Integer.toString(response.statusCode())
                : response.statusCode() + " "
                        + EdgeServer.json(response).path("code").asText();
    }

    /** Somebody new in that role, whom the hub knows. */
    private static StaffId hired(String role) {
        StaffLogin login = StaffLogin.as(server.jdbc, role);
        HttpRequest.Builder me = server.anonymous("/api/staff/v1/me").header("Authorization", login.authorization());
        await().atMost(10, SECONDS)
                .until(() -> EdgeServer.json(server.send(me))
                        .path("permissions")
                        .toString()
                        .contains(StaffPermission.SELF.wire()));
        return login.id();
    }

    @Test
    void everyRoleMayDoWhatTheMatrixSaysAndNothingElse() {
        assertThat(OPERATIONS.stream().filter(Operation::isStaff)).hasSizeGreaterThan(10);
        List<String> faults = new ArrayList<>();
        for (String role : ROLES) {
            StaffId staff = hired(role);
            for (Operation operation : OPERATIONS) {
                // A session of its own for each: some of them end theirs.
                String authorization =
                        StaffLogin.loggedIn(server.jdbc, staff, Instant.now()).authorization();
                String code = code(call(operation, authorization));
                boolean fits = operation.permission() == null
                        ? !code.equals("403 FORBIDDEN")
                        : !operation.isStaff()
                                ? code.equals("401 AUTH_REQUIRED")
                                : MATRIX.getOrDefault(operation.permission(), Set.of())
                                                .contains(role)
                                        ? !code.startsWith("401") && !code.startsWith("403") && !code.startsWith("5")
                                        : code.equals("403 FORBIDDEN");
                if (!fits) {
                    faults.add(role + ": " + operation + " (" + operation.permission() + ") was " + code);
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    /** The session alone is good for what ends it, and for nothing else. */
    @Test
    void whoHasLostTheLastRoleSeesWhoHeIsAndLogsOutAndNothingElse() {
        StaffId staff = StaffLogin.account(server.jdbc, Instant.now());
        List<String> faults = new ArrayList<>();
        for (Operation operation : OPERATIONS) {
            if (!operation.isStaff() || operation.permission() == null) {
                continue;
            }
            StaffLogin login = StaffLogin.loggedIn(server.jdbc, staff, Instant.now());
            String code = code(call(operation, login.authorization()));
            boolean fits = StaffPermission.SESSION.wire().equals(operation.permission())
                    ? !code.startsWith("401") && !code.startsWith("403") && !code.startsWith("5")
                    : code.equals("403 FORBIDDEN");
            if (!fits) {
                faults.add(operation + " (" + operation.permission() + ") was " + code);
            }
        }
        assertThat(faults).isEmpty();
        StaffLogin last = StaffLogin.loggedIn(server.jdbc, staff, Instant.now());
        HttpRequest.Builder out = server.anonymous("/api/staff/v1/auth/logout")
                .header("Authorization", last.authorization())
                .POST(HttpRequest.BodyPublishers.noBody());
        assertThat(server.send(out).statusCode()).isEqualTo(204);
        assertThat(code(server.send(out))).isEqualTo("401 AUTH_REQUIRED");
    }

    @Test
    void everyScopeOfAStoreOpensItsOperationsAndNoOther() {
        assertThat(OPERATIONS.stream().filter(Operation::isStore)).isNotEmpty();
        List<String> faults = new ArrayList<>();
        for (StoreScope scope : StoreScope.values()) {
            String authorization = StoreLogin.of(server.jdbc, scope).authorization();
            for (Operation operation : OPERATIONS) {
                if (operation.permission() == null) {
                    continue;
                }
                String code = code(call(operation, authorization));
                boolean fits = !operation.isStore()
                        ? code.equals("401 AUTH_REQUIRED")
                        : operation.permission().equals(scope.wire())
                                ? !code.startsWith("401") && !code.startsWith("403") && !code.startsWith("5")
                                : code.equals("403 FORBIDDEN");
                if (!fits) {
                    faults.add(scope + ": " + operation + " (" + operation.permission() + ") was " + code);
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void everyPermissionThatAFileNamesIsInTheMatrixOrACustomers() {
        assertThat(OPERATIONS.stream()
                        .filter(Operation::isStaff)
                        .map(Operation::permission)
                        .filter(permission -> permission != null))
                .allMatch(MATRIX::containsKey);
        assertThat(OPERATIONS.stream()
                        .filter(operation -> !operation.isStaff() && !operation.isStore())
                        .map(Operation::permission)
                        .filter(permission -> permission != null))
                .noneMatch(MATRIX::containsKey);
        // A scope may be called as somebody else's permission: whose it is, the caller's kind says.
        assertThat(OPERATIONS.stream()
                        .filter(Operation::isStore)
                        .map(operation -> StoreScope.of(String.valueOf(operation.permission()))))
                .allMatch(Optional::isPresent);
    }

    @Test
    void whoHasNoGoodTokenGetsNowhere() {
        StaffLogin login = StaffLogin.as(server.jdbc, "finance");
        String customers = server.authorization(server.customer);
        StoreLogin store = StoreLogin.of(server.jdbc, StoreScope.values());
        StoreLogin ended = StoreLogin.withKey(server.jdbc, store.id(), StoreScope.values());
        server.jdbc
                .sql("update shop_key set expires_at = now() where id = :id")
                .param("id", ended.keyId().text())
                .update();
        List<String> faults = new ArrayList<>();
        for (Operation operation : OPERATIONS) {
            if (operation.permission() == null) {
                continue;
            }
            String expired = switch (operation.audience()) {
                case "staff" -> login.expiredAuthorization();
                case "store" -> ended.authorization();
                default -> server.expiredAuthorization(server.customer);
            };
            Map<String, String> refused = new TreeMap<>();
            refused.put("anonymous", code(call(operation, null)));
            refused.put("garbage", code(call(operation, "Bearer e30.e30.e30")));
            refused.put("another scheme", code(call(operation, "Basic YTpi")));
            refused.put(
                    "another audience", code(call(operation, operation.isStaff() ? customers : login.authorization())));
            refused.put(
                    "a store",
                    operation.isStore() ? "401 AUTH_REQUIRED" : code(call(operation, store.authorization())));
            refused.values().removeIf("401 AUTH_REQUIRED"::equals);
            String old = code(call(operation, expired));
            // Of a key nobody hears that it was one.
            if (!old.equals(operation.isStore() ? "401 AUTH_REQUIRED" : "401 TOKEN_EXPIRED")) {
                refused.put("expired", old);
            }
            if (!refused.isEmpty()) {
                faults.add(operation + " " + refused);
            }
        }
        assertThat(faults).isEmpty();
    }

    /** Whoever has no object hears the same of another's, of one that never was, and of what cannot be one. */
    @Test
    void whatIsNotTheCallersIsNotThere() {
        String customers = server.authorization(server.customer);
        String stores = StoreLogin.of(server.jdbc, StoreScope.values()).authorization();
        Map<String, String> others = anothers();
        List<String> faults = new ArrayList<>();
        Set<String> asked = new TreeSet<>();
        for (Operation operation : OPERATIONS) {
            if (!operation.hasId()
                    || operation.hasBody()
                    || operation.audience().equals("return")) {
                continue;
            }
            String authorization = operation.isStaff() ? mayDo(operation) : operation.isStore() ? stores : customers;
            Set<String> heard = new TreeSet<>();
            heard.add(told(operation, operation.path(), authorization));
            heard.add(
                    told(operation, operation.path().replaceAll("([a-z]{3}_)[0-9A-Z]{26}", "$1nobody"), authorization));
            if (!operation.isStaff()) {
                others.forEach((kind, id) -> {
                    if (operation.path().contains(kind + "_")) {
                        asked.add(kind);
                        heard.add(told(
                                operation, operation.path().replaceAll(kind + "_[0-9A-Z]{26}", id), authorization));
                    }
                });
            }
            if (heard.size() != 1 || !heard.iterator().next().startsWith("404")) {
                faults.add(operation + " " + heard);
            }
        }
        assertThat(faults).isEmpty();
        assertThat(asked).containsExactlyInAnyOrderElementsOf(others.keySet());
    }

    /** Somebody who may call it, whatever the default roles permit. */
    private static String mayDo(Operation operation) {
        String permission = String.valueOf(operation.permission());
        StaffId staff = BY_ROLE.computeIfAbsent(
                requireNonNull(MATRIX.get(permission)).iterator().next(), PermissionMatrixIT::hired);
        return StaffLogin.loggedIn(server.jdbc, staff, Instant.now()).authorization();
    }

    private static final Map<String, StaffId> BY_ROLE = new TreeMap<>();

    private static String told(Operation operation, String path, String authorization) {
        HttpResponse<String> response = call(
                new Operation(
                        operation.audience(),
                        operation.id(),
                        operation.method(),
                        path,
                        operation.permission(),
                        true,
                        false),
                authorization);
        if (response.statusCode() < 400) {
            return Integer.toString(response.statusCode());
        }
        JsonNode problem = EdgeServer.json(response);
        return response.statusCode() + " " + problem.path("code").asText() + " "
                + problem.path("detail").asText();
    }

    /** What somebody else has, by the kind of its id. */
    private static Map<String, String> anothers() {
        String ulid = StaffId.next().text().substring(4);
        String[] statements = """
                insert into customer_mirror (id, wallet_id, external_id, name, mobile, language, currency, version, changed_at,
                        mirrored_at)
                    values ('cus_{u}', 'wal_{u}', 'crm-{u}', 'N', '+96550009999', 'en', 'KWD', 1, now(), now());
                insert into ledger_wallet (id, customer_id, currency, opened_at) values ('wal_{u}', 'cus_{u}', 'KWD', now());
                select ledger_post('trf_{u}', 'RECHARGE', 'wal_{u}', 5000, 'KWD', 'clearing:stripe:main', 'k-{u}', now(), now());
                insert into recharge_recharge (id, reference, customer_id, customer_external_id, wallet_id, gateway, account,
                        amount_minor, currency, method, state, return_url, return_nonce, created_at, expires_at, changed_at,
                        calling_until)
                    values ('rch_{u}', 'R{u}', 'cus_{u}', 'crm-{u}', 'wal_{u}', 'stripe', 'main', 5000, 'KWD', 'card',
                        'pending', 'https://portal.example', 'n', now(), now(), now(), now());
                insert into recharge_receipt (id, recharge_id, customer_id, transfer_id, gateway, account, payment_id,
                        captured_total_minor, amount_minor, currency, reason, entry_number, balance_after_minor, occurred_at,
                        recorded_at)
                    values ('rcp_{u}', 'rch_{u}', 'cus_{u}', 'trf_{u}', 'stripe', 'main', 'pi_{u}', 5000, 5000, 'KWD',
                        'recharge', 1, 5000, now(), now());
                insert into invoice_mirror (id, customer_id, system, external_id, number, reference, state, issue_date,
                        total_minor, open_minor, currency, text, changed_at, mirrored_at)
                    values ('inv_{u}', 'cus_{u}', 'rest', 'i-{u}', 'n', '', 'open', now(), 5000, 5000, 'KWD', '', now(), now());
                insert into login_session (id, customer_id, mobile_key, device_key, created_at, used_at, idle_expires_at,
                        expires_at)
                    values ('ses_{u}', 'cus_{u}', sha256('x'), sha256('d'), now(), now(), now() + interval '1 day',
                        now() + interval '1 day');
                insert into customer_alert (id, kind, wallet_id, customer_id, amount_minor, currency, raised_at)
                    values ('alr_{u}', 'debt', 'wal_{u}', 'cus_{u}', -1, 'KWD', now());
                insert into checkout_order (id, store_id, store_name, reference, store_customer, customer_id, customer_external_id,
                        wallet_id, amount_minor, currency, description, return_url, lifetime_ms, created_at, expires_at, changed_at)
                    values ('ord_{u}', 'str_{u}', 'A Shop', 'A-1', 'c-1', 'cus_{u}', 'crm-{u}', 'wal_{u}', 5000, 'KWD', '', '',
                        3600000, now(), now() + interval '1 hour', now());
                insert into checkout_hold (id, store_id, reference, store_customer, customer_id, wallet_id, amount_minor, currency,
                        lifetime_ms, made_at, expires_at)
                    values ('hld_{u}', 'str_{u}', 'H-1', 'c-1', 'cus_{u}', 'wal_{u}', 1000, 'KWD', 3600000, now(),
                        now() + interval '1 hour');
                select ledger_hold_place('hld_{u}', 'wal_{u}', 1000, 'KWD', 'h-{u}', now() + interval '1 hour', now())
                """.replace("{u}", ulid).split(";\\n", 0);
        for (String statement : statements) {
            if (statement.strip().startsWith("select")) {
                server.jdbc.sql(statement).query().listOfRows();
            } else {
                server.jdbc.sql(statement).update();
            }
        }
        Map<String, String> ids = new TreeMap<>();
        for (String kind : List.of("trf", "rch", "rcp", "inv", "ses", "alr", "ord", "hld")) {
            ids.put(kind, kind + "_" + ulid);
        }
        return ids;
    }

    @Test
    void aRoleThatIsTakenAwayIsOfNoUseWithinFiveSeconds() {
        StaffId staff = hired("finance");
        String authorization =
                StaffLogin.loggedIn(server.jdbc, staff, Instant.now()).authorization();
        HttpRequest.Builder transfers =
                server.anonymous("/api/staff/v1/bank-transfers").header("Authorization", authorization);
        assertThat(server.send(transfers).statusCode()).isEqualTo(200);
        server.jdbc
                .sql("delete from staff_account_role where account_id = :staff")
                .param("staff", staff.text())
                .update();
        await().atMost(5, SECONDS).until(() -> server.send(transfers).statusCode() == 403);
    }
}
