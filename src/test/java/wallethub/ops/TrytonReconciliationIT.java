package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import picocli.CommandLine;
import wallethub.database.RowScope;
import wallethub.embedded.TrytonAccountant;
import wallethub.embedded.TrytonServer;
import wallethub.event.BusinessEvent;
import wallethub.event.CustomerMirrored;
import wallethub.event.RechargeSucceeded;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.ReceiptId;
import wallethub.id.RechargeId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.lane.EventPublisher;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.money.Money;

/** {@code hub reconcile} against a running hub and a running Tryton, before and after an accountant was at work. */
@EnabledIf(
        value = "wallethub.embedded.TrytonServer#isInstalled",
        disabledReason = "no Tryton 6.0 to start; samples/tryton/tryton installed says why")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TrytonReconciliationIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Currency KWD = Currency.getInstance("KWD");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int WALLETS = 3;
    private static final int RECHARGES = 4;

    private static TrytonServer tryton;
    private static EdgeServer hub;
    private static TrytonAccountant accountant;
    private static final List<TransferId> TRANSFERS = new ArrayList<>();

    @BeforeAll
    static void aDay() {
        tryton = TrytonServer.start();
        List<String> settings = new ArrayList<>(List.of(tryton.settings(tryton.password)));
        settings.add("hub.reconciliation.page=5");
        hub = EdgeServer.shipped(settings.toArray(String[]::new));
        accountant = new TrytonAccountant(tryton, hub.context.getBean(CamelContext.class));
        for (int wallet = 0; wallet < WALLETS; wallet++) {
            recharge("C-" + UUID.randomUUID());
        }
        await().atMost(PATIENCE)
                .until(() -> rows("select transfer_id from ledger_v_transfer where posting_state <> 'confirmed'")
                        .isEmpty());
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
        if (tryton != null) {
            tryton.close();
        }
    }

    @Test
    @Order(1)
    void nothingOfOursDiffersAfterACleanDay() {
        Ran ran = reconcile("--json");
        assertThat(ran.exit()).as(ran.out()).isZero();
        JsonNode run = json(ran.out());
        assertThat(ours(run)).isEmpty();
        assertThat(run.path("wallets").asInt()).isEqualTo(WALLETS);
        assertThat(run.at("/totals/0/erpConfirmed").asText()).isEqualTo("15.012");
        assertThat(run.path("unexplained").asInt()).isZero();
    }

    @Test
    @Order(2)
    void whatAnAccountantDidToOurDocumentsIsNamed() {
        TransferId cancelled = TRANSFERS.get(0);
        TransferId twice = TRANSFERS.get(RECHARGES);
        TransferId missing = TRANSFERS.get(2 * RECHARGES);
        // What Tryton's own cancelling makes: the opposite, whose origin is the move.
        book(cancelled, true);
        book(twice, false);
        // Posted moves are not deleted in Tryton; who has its database can.
        assertThat(tryton.database
                        .sql("update account_move set state = 'draft' where description = :reference")
                        .param("reference", missing.text())
                        .update())
                .isEqualTo(1);

        Ran ran = reconcile("--json");

        assertThat(ran.exit()).as(ran.out()).isZero();
        assertThat(ours(json(ran.out())))
                .containsOnly(
                        Map.entry(cancelled.text(), "CANCELLED 1.251 0.000"),
                        Map.entry(twice.text(), "DUPLICATE 1.251 2.502"),
                        Map.entry(missing.text(), "MISSING_IN_ERP 1.251 0.000"));
    }

    @Test
    @Order(3)
    void theTablesNameThemToo() {
        Ran ran = reconcile();
        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .contains("unexplained", "MISSING_IN_ERP", "DUPLICATE", "CANCELLED", " 0 unexplained")
                .contains(TRANSFERS.get(0).text(), "WALLET-");
    }

    @Test
    @Order(4)
    void aHubThatIsNotThereIsAFailure() {
        StringWriter err = new StringWriter();
        CommandLine line = HubCommand.line(InputStream.nullInputStream());
        line.setErr(new PrintWriter(err));
        assertThat(line.execute("reconcile", "--url", "http://127.0.0.1:9")).isEqualTo(HubCommand.FAILED);
        assertThat(err.toString()).contains("no hub answers at http://127.0.0.1:9/reconciliation");
    }

    private record Ran(int exit, String out) {}

    private static Ran reconcile(String... options) {
        List<String> words = new ArrayList<>(List.of("reconcile", "--url", "http://127.0.0.1:" + hub.managementPort()));
        words.addAll(List.of(options));
        StringWriter out = new StringWriter();
        CommandLine line = HubCommand.line(InputStream.nullInputStream());
        line.setOut(new PrintWriter(out));
        return new Ran(line.execute(words.toArray(String[]::new)), out.toString());
    }

    /** Of this hub's transfers: the books may have been somebody else's before. */
    private static Map<String, String> ours(JsonNode run) {
        assertThat(run.path("state").asText()).as(run.toString()).isEqualTo("DONE");
        List<JsonNode> items = new ArrayList<>();
        run.path("items").forEach(items::add);
        return items.stream()
                .filter(item -> item.hasNonNull("wallet"))
                .collect(Collectors.toMap(
                        item -> item.path("reference").asText(),
                        item -> item.path("cause").asText() + " "
                                + item.path("hub").asText() + " "
                                + item.path("erp").asText()));
    }

    /** A customer, a wallet and its recharges, each in both books in the end. */
    private static void recharge(String externalId) {
        WalletId wallet = WalletId.next();
        CustomerId customer = CustomerId.next();
        Instant now = Instant.now();
        hub.jdbc
                .sql("""
                        insert into customer_mirror (id, wallet_id, external_id, name, mobile, language, currency, version,
                            changed_at, mirrored_at)
                        values (:id, :wallet, :code, 'Sample Customer', '+96550000001', 'en', 'KWD', 1, now(), now())
                        """)
                .param("id", customer.text())
                .param("wallet", wallet.text())
                .param("code", externalId)
                .update();
        List<BusinessEvent> events = new ArrayList<>();
        events.add(new CustomerMirrored(
                EventId.next(), wallet, customer, externalId, 1, "Sample Customer", "+96550000001", "en", KWD, now));
        RowScope.system()
                .run(() -> new TransactionTemplate(hub.context.getBean(PlatformTransactionManager.class))
                        .executeWithoutResult(status -> {
                            Ledger ledger = hub.context.getBean(Ledger.class);
                            ledger.openWallet(wallet, customer, KWD);
                            for (int i = 1; i <= RECHARGES; i++) {
                                events.add(credited(ledger, wallet, customer, externalId, i));
                            }
                            hub.context.getBean(EventPublisher.class).publish(events);
                        }));
    }

    private static RechargeSucceeded credited(
            Ledger ledger, WalletId wallet, CustomerId customer, String externalId, int number) {
        TransferId id = TransferId.next();
        Money amount = Money.parse("1.251", KWD);
        Instant now = Instant.now();
        PostOutcome.Posted posted = (PostOutcome.Posted) ledger.post(
                new Transfer(id, TransferKind.RECHARGE, wallet, amount, "clearing:stripe:main", "pi_" + id, now));
        TRANSFERS.add(id);
        return new RechargeSucceeded(
                EventId.next(),
                wallet,
                customer,
                externalId,
                RechargeId.next(),
                "RCH-" + number,
                id,
                "recharge",
                amount,
                posted.balanceAfter(),
                posted.entryNumber(),
                ReceiptId.next(),
                "stripe",
                "main",
                "pi_" + id,
                now);
    }

    /** By an accountant's hand: the same again under our reference, or its opposite with the move as its origin. */
    private static void book(TransferId reference, boolean opposite) {
        Map<String, Object> move = tryton.database
                .sql("""
                        select id, journal, period, extract(year from date)::int as year, extract(month from date)::int as month,
                            extract(day from date)::int as day from account_move where description = :reference
                        """)
                .param("reference", reference.text())
                .query()
                .singleRow();
        String lines = tryton
                .database
                .sql("select account, debit::text, credit::text, party from account_move_line where move = :move")
                .param("move", move.get("id"))
                .query((row, n) -> "{\"account\":%d,\"debit\":%s,\"credit\":%s%s}"
                        .formatted(
                                row.getLong("account"),
                                TrytonAccountant.decimal(row.getString(opposite ? "credit" : "debit")),
                                TrytonAccountant.decimal(row.getString(opposite ? "debit" : "credit")),
                                row.getObject("party") == null ? "" : ",\"party\":" + row.getLong("party")))
                .list()
                .stream()
                .collect(Collectors.joining(","));
        String description = opposite
                ? "\"origin\":\"account.move," + move.get("id") + "\""
                : "\"description\":\"" + reference + "\"";
        String created = accountant.call("model.account.move.create", """
                [[{"company":1,"journal":%s,"period":%s,"date":{"__class__":"date","year":%s,"month":%s,"day":%s},%s,
                   "lines":[["create",[%s]]]}]]""".formatted(
                        move.get("journal"),
                        move.get("period"),
                        move.get("year"),
                        move.get("month"),
                        move.get("day"),
                        description,
                        lines));
        accountant.post(json(created).path(0).asLong());
    }

    private static List<String> rows(String sql) {
        return hub.jdbc.sql(sql).query(String.class).list();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }
}
