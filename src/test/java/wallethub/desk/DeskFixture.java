package wallethub.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.util.UriComponentsBuilder;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.database.RowScope;
import wallethub.id.CustomerId;
import wallethub.id.StaffId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.lane.DeliveryListener;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.money.Money;
import wallethub.operation.Contracts;
import wallethub.operation.HttpCall;
import wallethub.operation.HttpReply;
import wallethub.operation.Operations;
import wallethub.testing.LedgerInvariants;
import wallethub.testing.PackageContext;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;

/** The desk on a database of its own, in no scope but its operations', asked as HTTP asks and without HTTP. */
final class DeskFixture implements AutoCloseable {

    static final Set<String> OPERATIONS = Set.of(
            "searchCustomers",
            "getCustomer",
            "getCustomerOverview",
            "unmaskCustomer",
            "listCustomerSessions",
            "endCustomerSession",
            "endCustomerSessions",
            "listWallets",
            "getWalletAsStaff",
            "listWalletTransactions",
            "listAllTransactions",
            "freezeWallet",
            "unfreezeWallet");

    /** An hour, of one person. */
    static final int UNMASKINGS = 4;

    static final Currency KWD = Currency.getInstance("KWD");
    static final Instant NOON = Instant.parse("2026-03-01T09:00:00.123456Z");
    private static final YAMLMapper YAML = new YAMLMapper();

    final TestClock clock = new TestClock(NOON);
    final HikariDataSource database = new HikariDataSource();
    final JdbcClient behind;
    final Contracts contracts;
    private final AnnotationConfigApplicationContext context;
    private final Operations operations;
    private final Ledger ledger;
    private final TransactionTemplate transaction;
    private int keys;

    DeskFixture() {
        database.setJdbcUrl(TestDatabase.freshUrl());
        database.setUsername("hub_app");
        database.setMaximumPoolSize(8);
        behind = JdbcClient.create(TestDatabase.behind(database));
        context = PackageContext.of(
                database,
                clock,
                Map.of("hub.mappings.business-zone", "Asia/Riyadh", "hub.desk.unmaskings", UNMASKINGS),
                Packages.class);
        operations = bean(Operations.class);
        ledger = bean(Ledger.class);
        transaction = bean(TransactionTemplate.class);
        contracts = bean(Contracts.class);
        contracts.activate(contracts.read(Map.of("portal/staff.openapi.yaml", contractOfTheDesk())));
    }

    @ConfigurationPropertiesScan("wallethub")
    @ComponentScan(
            basePackages = {
                "wallethub.database",
                "wallethub.mapping",
                "wallethub.lane",
                "wallethub.access",
                "wallethub.operation",
                "wallethub.setting",
                "wallethub.approval",
                "wallethub.staff",
                "wallethub.gateway",
                "wallethub.ledger",
                "wallethub.customer",
                "wallethub.login",
                "wallethub.recharge",
                "wallethub.correction",
                "wallethub.books",
                "wallethub.invoice",
                "wallethub.notification",
                "wallethub.reporting",
                "wallethub.desk"
            },
            excludeFilters = {
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.camel\\..*"),
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = ".*\\.desk\\..*(DeadLetter|Money|Audit|MaskedDocument).*"),
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(Tests|IT|Fixture).*")
            })
    static class Packages {}

    /** The paths of customers and wallets; the others' operations are not here. */
    private static String contractOfTheDesk() {
        try {
            ObjectNode file = (ObjectNode)
                    YAML.readTree(Path.of("routes/portal/staff.openapi.yaml").toFile());
            ObjectNode paths = (ObjectNode) file.path("paths");
            paths.forEach(path -> ((ObjectNode) path)
                    .properties()
                    .removeIf(entry -> entry.getValue().has("operationId") && !isOfTheDesk(entry.getValue())));
            paths.properties().removeIf(path -> path.getValue().isEmpty());
            return YAML.writeValueAsString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOfTheDesk(JsonNode operation) {
        String tag = operation.at("/tags/0").asText();
        return OPERATIONS.contains(operation.path("operationId").asText())
                && List.of("customers", "wallets").contains(tag);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Of the lane; there is one. */
    DeliveryListener listener(String lane) {
        return context.getBeanProvider(DeliveryListener.class).stream()
                .filter(one -> one.lane().equals(lane))
                .findFirst()
                .orElseThrow();
    }

    /** A customer with a wallet. */
    record Owner(CustomerId id, WalletId wallet, String externalId) {}

    Owner owner(String externalId, String name, String mobile) {
        Owner owner = new Owner(CustomerId.next(), WalletId.next(), externalId);
        behind.sql("""
                        insert into customer_mirror (id, wallet_id, external_id, name, mobile, language, currency, version,
                            changed_at, mirrored_at)
                        values (:id, :wallet, :externalId, :name, :mobile, 'en', 'KWD', 1, now(), now())
                        """)
                .param("id", owner.id().text())
                .param("wallet", owner.wallet().text())
                .param("externalId", externalId)
                .param("name", name)
                .param("mobile", mobile)
                .update();
        inLedger(() -> ledger.openWallet(owner.wallet(), owner.id(), KWD));
        return owner;
    }

    private void inLedger(Runnable work) {
        RowScope.system()
                .call(() -> transaction.execute(status -> {
                    work.run();
                    return true;
                }));
    }

    /** What the ledger made of it. */
    PostOutcome post(Owner owner, TransferKind kind, long minorUnits) {
        keys++;
        Transfer transfer = new Transfer(
                TransferId.next(),
                kind,
                owner.wallet(),
                new Money(minorUnits, KWD),
                "clearing:tests",
                "key-" + keys,
                clock.instant());
        return RowScope.system().call(() -> transaction.execute(status -> ledger.post(transfer)));
    }

    static Caller staff(StaffPermission... permissions) {
        return Caller.staff(StaffId.next(), "ses", StaffPermission.wires(permissions), "10.0.0.7");
    }

    static Caller everything() {
        return staff(StaffPermission.values());
    }

    /** An answer over HTTP without HTTP. */
    record Reply(int status, JsonNode body, Map<String, String> headers) {

        String code() {
            return body.path("code").asText();
        }

        List<String> texts(String field) {
            return body.path("items")
                    .valueStream()
                    .map(item -> item.path(field).asText())
                    .toList();
        }

        /** The query of the next page; empty on the last. */
        String next() {
            return body.path("next").asText();
        }
    }

    Reply get(Caller caller, String operation, String path) {
        return call(caller, operation, "GET", path, null);
    }

    Reply post(Caller caller, String operation, String path, String reason) {
        return call(caller, operation, "POST", path, "{\"reason\":\"" + reason + "\"}");
    }

    Reply delete(Caller caller, String operation, String path) {
        return call(caller, operation, "DELETE", path, null);
    }

    private Reply call(Caller caller, String operation, String method, String path, @Nullable String body) {
        var uri = UriComponentsBuilder.fromUriString("/api/staff/v1" + path).build();
        Map<String, List<String>> query = new HashMap<>();
        uri.getQueryParams()
                .forEach((name, values) -> query.put(
                        name,
                        values.stream()
                                .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
                                .toList()));
        HttpReply reply = operations.call(
                operation,
                new HttpCall(
                        method,
                        String.valueOf(uri.getPath()),
                        body == null ? Map.of() : Map.of("content-type", List.of("application/json")),
                        query,
                        body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8),
                        caller,
                        "en",
                        "correlation",
                        "0".repeat(32),
                        "00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-00"));
        return new Reply(reply.status(), document(reply), reply.headers());
    }

    private static JsonNode document(HttpReply reply) {
        byte[] body = reply.body();
        try {
            return body == null ? YAML.missingNode() : YAML.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Actions in the audit on an object, the oldest first. */
    List<String> audited(String object) {
        return behind.sql(
                        "select action || ' ' || coalesce(reason, '-') from access_audit where object = :o order by audit_id")
                .param("o", object)
                .query(String.class)
                .list();
    }

    boolean frozen(Owner owner) {
        return behind.sql("select frozen from ledger_wallet where id = :id")
                .param("id", owner.wallet().text())
                .query(Boolean.class)
                .single();
    }

    @Override
    public void close() {
        LedgerInvariants.check(behind);
        context.close();
        database.close();
    }
}
