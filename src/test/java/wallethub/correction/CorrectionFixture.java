package wallethub.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.testing.StaffApi.Request.post;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.TransferId;
import wallethub.ledger.Ledger;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.ledger.Wallet;
import wallethub.money.Money;
import wallethub.setting.Settings;
import wallethub.testing.CustomerRow;
import wallethub.testing.LedgerInvariants;
import wallethub.testing.PackageContext;
import wallethub.testing.StaffApi;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;
import wallethub.testing.TestStaff;

/** Corrections with the wallets, customers and lanes that they touch, on a database of their own. */
final class CorrectionFixture implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final JsonMapper JSON = new JsonMapper();

    final TestClock clock = new TestClock(NOW);
    final DataSource database;
    final JdbcClient jdbc;
    final JdbcClient behind;
    final AnnotationConfigApplicationContext context;
    final TestStaff staff;
    final StaffApi api;
    final Ledger ledger;
    final TransactionTemplate transaction;
    final Caller maker;
    final Caller checker;
    private int keys;

    CorrectionFixture() {
        this(TestDatabase.fresh());
    }

    private CorrectionFixture(DataSource database) {
        this(database, JdbcClient.create(TestDatabase.behind(database)));
    }

    /** @param behind who prepares customers, past the hub */
    CorrectionFixture(DataSource database, JdbcClient behind) {
        this.database = database;
        this.behind = behind;
        jdbc = JdbcClient.create(database);
        context = PackageContext.of(
                database, clock, Map.of(), Packages.class, TestStaff.class, Settings.class, Elsewhere.class);
        staff = context.getBean(TestStaff.class);
        api = new StaffApi(context, "approvals", "corrections");
        ledger = context.getBean(Ledger.class);
        transaction = context.getBean(TransactionTemplate.class);
        maker = staff.hire(
                StaffPermission.APPROVAL_VIEW,
                StaffPermission.REFUND_REQUEST,
                StaffPermission.WALLET_ADJUST,
                StaffPermission.WALLET_MERGE);
        checker = staff.hire(
                StaffPermission.APPROVAL_VIEW,
                StaffPermission.REFUND_APPROVE,
                StaffPermission.WALLET_ADJUST_APPROVE,
                StaffPermission.WALLET_MERGE_APPROVE);
    }

    @EnableTransactionManagement
    @ConfigurationPropertiesScan({
        "wallethub.approval",
        "wallethub.operation",
        "wallethub.mapping",
        "wallethub.lane",
        "wallethub.gateway",
        "wallethub.recharge",
        "wallethub.access"
    })
    @ComponentScan(
            basePackages = {
                "wallethub.approval",
                "wallethub.operation",
                "wallethub.mapping",
                "wallethub.lane",
                "wallethub.ledger",
                "wallethub.correction"
            },
            excludeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = ".*(\\.camel\\..*|Tests.*|IT.*|Fixture.*)"))
    @ComponentScan(
            basePackages = {"wallethub.access", "wallethub.crash", "wallethub.customer", "wallethub.recharge"},
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern =
                                    ".*\\.(Audit(Log|Store)|KeyedHash|CrashSwitch|Customers|WalletAlerts|AlertBook|AlertStore|OpenRecharges|RechargeStore)"))
    static class Packages {}

    /** A later package, at whose payments' money a bank may look. */
    static final class Elsewhere implements OtherRefunds {

        private final Set<TransferId> disputed = ConcurrentHashMap.newKeySet();

        @Override
        public long of(TransferId payment) {
            return 0;
        }

        @Override
        public boolean disputed(TransferId payment) {
            return disputed.contains(payment);
        }
    }

    void dispute(TransferId payment) {
        context.getBean(Elsewhere.class).disputed.add(payment);
    }

    /** One of the CRM's, with an empty wallet. */
    CustomerRow customer() {
        CustomerRow row = CustomerRow.of("+9655%07d".formatted(keys++));
        row.insert(behind);
        transaction.executeWithoutResult(
                status -> ledger.openWallet(row.wallet(), row.id(), java.util.Currency.getInstance("KWD")));
        return row;
    }

    /** One whose wallet has that. */
    CustomerRow customer(String balance) {
        CustomerRow row = customer();
        move(row, TransferKind.RECHARGE, balance);
        return row;
    }

    /** A payment of his that the ERP has. */
    TransferId paid(CustomerRow customer, String amount) {
        TransferId id = move(customer, TransferKind.PAYMENT, "-" + amount);
        settled(id, "confirmed");
        return id;
    }

    /** What the ERP said of it: confirmed or refused. */
    void settled(TransferId transfer, String state) {
        assertThat(jdbc.sql("select ledger_settle_postings(array[:id], array[:state], array[null::text], array[now()])")
                        .param("id", transfer.text())
                        .param("state", state)
                        .query(Integer.class)
                        .single())
                .isOne();
    }

    TransferId move(CustomerRow customer, TransferKind kind, String amount) {
        TransferId id = TransferId.next();
        transaction.execute(status -> ledger.post(new Transfer(
                id,
                kind,
                customer.wallet(),
                dinars(amount),
                kind == TransferKind.PAYMENT ? "revenue:services" : "clearing:stripe:main",
                id.text(),
                NOW)));
        return id;
    }

    /** As the CRM's merge leaves it. */
    void merged(CustomerRow from, CustomerRow into) {
        behind.sql("""
                        insert into customer_alias (external_id, survivor_id, version, merged_at)
                        values (:from, :into, 2, now())
                        """)
                .param("from", from.externalId())
                .param("into", into.id().text())
                .update();
    }

    StaffApi.Reply refund(CustomerRow customer, String amount, String more) {
        return ask("request-refund", "/refunds", """
                {"customerId": "%s", "amount": {"amount": "%s", "currency": "KWD"}, "reason": "not delivered"%s}
                """.formatted(customer.id(), amount, more));
    }

    StaffApi.Reply adjust(CustomerRow customer, String amount, String more) {
        return ask("request-adjustment", "/adjustments", """
                {"customerId": "%s", "amount": {"amount": "%s", "currency": "KWD"}, "reason": "booked twice"%s}
                """.formatted(customer.id(), amount, more));
    }

    StaffApi.Reply merge(CustomerRow customer) {
        return ask("request-wallet-merge", "/wallets/" + customer.wallet() + "/merge", "{\"reason\": \"one person\"}");
    }

    private StaffApi.Reply ask(String operation, String path, String body) {
        keys++;
        return api.call(
                operation,
                maker,
                post(path)
                        .with("idempotency-key", "key-of-a-correction-" + keys)
                        .saying(body));
    }

    StaffApi.Reply approve(String id) {
        return approve(id, checker);
    }

    StaffApi.Reply approve(String id, Caller caller) {
        return api.call("approve", caller, post("/approvals/" + id + "/approve").with("if-match", "\"1\""));
    }

    /** Past the hub, which lets one at a time wait on a wallet. */
    void letOthersWaitBeside(String id) {
        behind.sql("alter table approval_request disable trigger user").update();
        behind.sql("update approval_request set alone = false where id = :id")
                .param("id", id)
                .update();
        behind.sql("alter table approval_request enable trigger user").update();
    }

    String state(String id) {
        return jdbc.sql("select state from approval_request where id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }

    Wallet wallet(CustomerRow customer) {
        return ledger.find(customer.wallet()).orElseThrow();
    }

    String balance(CustomerRow customer) {
        return wallet(customer).balance().amount();
    }

    /** What was told to the ERP and others about that wallet. */
    List<JsonNode> events(CustomerRow customer) {
        return jdbc
                .sql("select body from lane_event where key = :key order by id")
                .param("key", customer.wallet().text())
                .query((row, n) -> row.getBytes("body"))
                .list()
                .stream()
                .map(CorrectionFixture::tree)
                .toList();
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Money dinars(String amount) {
        return Money.parse(amount, java.util.Currency.getInstance("KWD"));
    }

    @Override
    public void close() {
        LedgerInvariants.check(database);
        context.close();
    }
}
