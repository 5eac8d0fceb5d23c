package wallethub.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.StoreScope;
import wallethub.crash.CrashPoint;
import wallethub.embedded.EmbeddedKafka;
import wallethub.embedded.TopicReader;
import wallethub.embedded.standin.ErpEntry;
import wallethub.embedded.standin.ErpInvoice;
import wallethub.embedded.standin.Fault;
import wallethub.embedded.standin.Fault.Mode;
import wallethub.embedded.standin.Fault.Scope;
import wallethub.embedded.standin.SmsStandIn.Message;
import wallethub.id.EventId;
import wallethub.id.TransferId;
import wallethub.invoice.PayingProcess;
import wallethub.scenario.World.Person;
import wallethub.scenario.World.Reply;
import wallethub.testing.AtOnce;
import wallethub.testing.Folders;
import wallethub.testing.OtherProcess;
import wallethub.testing.StaffLogin;
import wallethub.testing.StoreLogin;

/** Invoices of the ERP, paid from wallets: from the feed that tells of them to the entry that settles them. */
class InvoiceScenarioIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path DIRECTORY = temporary();
    private static final EmbeddedKafka KAFKA = EmbeddedKafka.start(DIRECTORY.resolve("kafka"), 0);
    private static final World WORLD = World.with(Map.of(
            "hub.kafka.brokers", KAFKA.brokers(),
            "hub.erp.feed.every", "1s",
            "hub.erp.feed.overlap", "2s",
            "hub.erp.feed.full", "0 0 0 1 1 ? 2099",
            "hub.invoice.deduction", "full",
            // Who puts money into a wallet behind the hub does not want it found.
            "hub.invoice.sweep.every", "1h"));

    private final JdbcClient behind = JdbcClient.create(WORLD.database());

    private static Path temporary() {
        try {
            return Files.createTempDirectory("invoice-scenario-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() {
        WORLD.close();
        KAFKA.close();
        Folders.remove(DIRECTORY);
    }

    @AfterEach
    void booksAgree() {
        WORLD.erp.fault(Fault.NONE);
        WORLD.sms.fault(Fault.NONE);
        WORLD.checkLedger();
    }

    @Test
    void whatComesInPaysWhatIsDueAndTheErpSettlesItOnce() {
        Person person = WORLD.person();
        ErpInvoice invoice = invoice(person, "30.000");
        JsonNode open = awaitInvoice(person, invoice, "open", "30.000");

        Reply refused = pay(person, open, "30.000");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("code").asText()).isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(refused.body().at("/shortfall/amount").asText()).isEqualTo("30.000");
        String link = refused.body().path("rechargeLink").asText();
        assertThat(WORLD.get(person, link.substring("/api/customer/v1".length()))
                        .body()
                        .at("/prefill/amount/amount")
                        .asText())
                .isEqualTo("30.000");
        WORLD.stripe.pay(WORLD.recharge(person, "50.000").session());

        WORLD.awaitErp(person, "50.000", "30.000");
        JsonNode paid = awaitInvoice(person, invoice, "paid", "0.000");
        assertThat(WORLD.balance(person)).isEqualTo("20.000");
        assertThat(inErp(invoice).state()).isEqualTo("paid");
        assertThat(paid.path("id")).isEqualTo(open.path("id"));
        assertThat(pay(person, open, "30.000").body().path("code").asText()).isEqualTo("INVOICE_ALREADY_PAID");
    }

    @Test
    void whatMovesBetweenWalletsAndWebShopsIsOneEntryEach() {
        Person person = WORLD.person();
        fund(person, "10.000");

        Map<TransferId, List<String>> expected = StoreMovements.make(WORLD.hub(), person.customer());

        WORLD.awaitErp(person, "10.000", "4.000", "1.500", "2.250", "5.000", "5.000");
        Map<String, List<String>> posted = WORLD.erp.entriesOf(person.customer().externalId()).stream()
                .collect(Collectors.toMap(ErpEntry::reference, InvoiceScenarioIT::lines));
        expected.forEach((reference, lines) ->
                assertThat(posted.get(reference.text())).as(reference.text()).isEqualTo(lines));
    }

    private static List<String> lines(ErpEntry entry) {
        return entry.lines().stream()
                .map(line -> line.account() + " " + line.debit().setScale(3) + " "
                        + line.credit().setScale(3))
                .sorted()
                .toList();
    }

    @Test
    void scenario32_ofAHundredDevicesOneHasPaid() {
        Person person = WORLD.person();
        fund(person, "5.000");
        JsonNode invoice = shownBeforeItIsDeducted(person, "10.000");
        fundWithoutALook(person, "15.000");

        List<Reply> replies = AtOnce.run(100, n -> pay(person, invoice, "10.000"));

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.body().path("code").asText().equals("INVOICE_ALREADY_PAID"))
                .hasSize(99);
        assertThat(WORLD.balance(person)).isEqualTo("10.000");
    }

    @Test
    void scenario34And37_cancelledBeforeTheErpHasThePaymentItComesBackOnceAndIsTold() {
        Person person = WORLD.person();
        fund(person, "5.000");
        ErpInvoice invoice = invoice(person, "10.000");
        JsonNode shown = awaitInvoice(person, invoice, "open", "10.000");
        WORLD.erp.fault(Fault.of(Mode.DOWN).only(Scope.WRITES));
        fundWithoutALook(person, "15.000");
        assertThat(pay(person, shown, "10.000").status()).isEqualTo(200);
        assertThat(WORLD.balance(person)).isEqualTo("10.000");

        WORLD.erp.cancelInvoice(invoice.number());
        awaitInvoice(person, invoice, "cancelled", "0.000");
        WORLD.erp.fault(Fault.NONE);

        WORLD.awaitBalance(person, "20.000");
        await("told")
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(WORLD.sms.inbox(person.customer().mobile()))
                                .filteredOn(message -> message.toString().contains("could not be completed"))
                                .hasSize(1));
        assertThat(inErp(invoice).state()).isEqualTo("cancelled");
        assertThat(WORLD.erpAmounts(person)).doesNotContain("10.000");
        assertThat(behind.sql("select state || ' ' || code from lane_v_dead_letter where key = :wallet")
                        .param("wallet", person.customer().wallet().text())
                        .query(String.class)
                        .list())
                .containsExactly("discarded INVOICE_NOT_OPEN");
        assertThat(pay(person, shown, "10.000").body().path("code").asText()).isEqualTo("INVOICE_NOT_PAYABLE");
    }

    @Test
    void scenario37_paidAtTheCounterMeanwhileTheErpRefusesThePaymentAndItComesBackOnce() {
        Person person = WORLD.person();
        fund(person, "5.000");
        ErpInvoice invoice = invoice(person, "10.000");
        JsonNode shown = awaitInvoice(person, invoice, "open", "10.000");
        WORLD.erp.fault(Fault.of(Mode.DOWN).only(Scope.WRITES));
        fundWithoutALook(person, "15.000");
        assertThat(pay(person, shown, "10.000").status()).isEqualTo(200);

        var unused = WORLD.erp.payInvoice(invoice.number(), new BigDecimal("4.000"));
        WORLD.erp.fault(Fault.NONE);

        await("given back, and what is left is deducted")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(behind.sql("""
                                select string_agg(amount_minor || ' ' || coalesce(reversal_code, cause), ', ' order by attempt)
                                from invoice_deduction where customer_id = :customer
                                """)
                                .param("customer", person.id())
                                .query(String.class)
                                .single())
                        .isEqualTo("10000 AMOUNT_EXCEEDS_OPEN, 6000 automatic"));
        awaitInvoice(person, invoice, "paid", "0.000");
        awaitPaidInErp(shown);
        assertThat(WORLD.balance(person)).isEqualTo("14.000");
        assertThat(WORLD.erpAmounts(person)).containsOnlyOnce("6.000").doesNotContain("10.000");
    }

    @Test
    void scenario34_cancelledAfterTheErpHasThePaymentItComesBackWithAnEntryOfItsOwn() {
        Person person = WORLD.person();
        ErpInvoice invoice = invoice(person, "10.000");
        awaitInvoice(person, invoice, "open", "10.000");
        WORLD.stripe.pay(WORLD.recharge(person, "10.000").session());
        WORLD.awaitErp(person, "10.000", "10.000");
        assertThat(WORLD.balance(person)).isEqualTo("0.000");

        WORLD.erp.cancelInvoice(invoice.number());

        WORLD.awaitBalance(person, "10.000");
        WORLD.awaitErp(person, "10.000", "10.000", "10.000");
        assertThat(WORLD.get(person, "/wallet")
                        .body()
                        .at("/erp/confirmed/amount")
                        .asText())
                .isEqualTo("10.000");
    }

    @Test
    void scenario36_thePaymentWhoseAnswerIsLostIsBookedOnce() {
        Person person = WORLD.person();
        ErpInvoice invoice = invoice(person, "4.000");
        awaitInvoice(person, invoice, "open", "4.000");
        WORLD.stripe.pay(WORLD.recharge(person, "3.000").session());
        WORLD.awaitErp(person, "3.000");
        WORLD.erp.fault(Fault.of(Mode.COMMIT_THEN_RESET).only(Scope.WRITES).times(2));
        WORLD.stripe.pay(WORLD.recharge(person, "2.000").session());

        WORLD.awaitErp(person, "3.000", "2.000", "4.000");
        awaitInvoice(person, invoice, "paid", "0.000");
        assertThat(WORLD.balance(person)).isEqualTo("1.000");
    }

    /** The order's message is accepted and its answer lost: it is sent again under its key. */
    @Test
    void whatAStoreGivesBackPaysWhatWaitsAndEachStepIsToldOnce() {
        Person person = WORLD.person();
        fund(person, "10.000");
        StoreLogin store = StoreLogin.of(behind, StoreScope.ORDER_CREATE, StoreScope.ORDER_REFUND);
        store.link(behind, "c-1", person.customer().id());
        String order = order(store, "8.000");
        WORLD.awaitQuiet();
        int sent = WORLD.sms.count("POST /messages");
        WORLD.sms.fault(Fault.of(Mode.COMMIT_THEN_RESET).only(Scope.WRITES).times(1));
        Reply paid = WORLD.send(person, "POST", "/api/customer/v1/orders/" + order + "/pay", key(), "");
        assertThat(paid.status()).as(paid.body().toString()).isEqualTo(200);
        WORLD.awaitErp(person, "10.000", "8.000");
        await("the second copy").atMost(PATIENCE).until(() -> WORLD.sms.count("POST /messages") == sent + 2);
        ErpInvoice invoice = invoice(person, "5.000");
        awaitInvoice(person, invoice, "open", "5.000");
        awaitAlerts(person, "deduction_failed", "low_balance");

        Reply back = WORLD.send(store, "POST", "/orders/" + order + "/refunds", key(), """
                {"reference": "R-1", "amount": {"amount": "8.000", "currency": "KWD"}, "reason": "came back"}
                """);

        assertThat(back.status()).as(back.body().toString()).isEqualTo(201);
        WORLD.awaitErp(person, "10.000", "8.000", "8.000", "5.000");
        awaitInvoice(person, invoice, "paid", "0.000");
        assertThat(WORLD.balance(person)).isEqualTo("5.000");
        awaitAlerts(person);
        WORLD.awaitQuiet();
        assertThat(WORLD.sms.inbox(person.customer().mobile()))
                .filteredOn(message -> message.key().startsWith("evt_"))
                .extracting(Message::text)
                .containsExactly(
                        "Your wallet was topped up with KWD 10.000. Your balance is now KWD 10.000.",
                        "KWD 8.000 was paid from your wallet for an order. Your balance is now KWD 2.000.",
                        "The store refunded KWD 8.000 to your wallet. Your balance is now KWD 10.000.",
                        "KWD 5.000 was paid from your wallet for an invoice. Your balance is now KWD 5.000.");
        isExplained(person, paid.body().path("transferId").asText(), order);
    }

    /** To its customer and to finance; to nobody else. */
    private void isExplained(Person person, String transfer, String order) {
        JsonNode why =
                WORLD.get(person, "/wallet/transactions/" + transfer).body().path("why");
        assertThat(why.path("rule").asText()).isEqualTo("order");
        assertThat(why.at("/document/type").asText()).isEqualTo("order");
        assertThat(why.at("/document/id").asText()).isEqualTo(order);
        assertThat(WORLD.send(finance(), "GET", "/transactions/" + transfer, Map.of(), null)
                        .body()
                        .at("/why/document/id")
                        .asText())
                .isEqualTo(order);
        assertThat(WORLD.get(WORLD.person(), "/wallet/transactions/" + transfer).status())
                .isEqualTo(404);
    }

    @Test
    void aLowBalanceIsToldOnceUntilItIsOver() {
        Person person = WORLD.person();
        fund(person, "10.000");
        String booked = WORLD.get(person, "/wallet/transactions")
                .body()
                .at("/items/0/date")
                .asText();
        ErpInvoice first = invoice(person, "6.000");
        awaitInvoice(person, first, "paid", "0.000");
        awaitAlerts(person, "low_balance");
        JsonNode alert = WORLD.get(person, "/alerts").body().at("/items/0");
        assertThat(alert.at("/amount/amount").asText()).isEqualTo("4.000");
        assertThat(alert.at("/threshold/amount").asText()).isEqualTo("5.000");
        // 5.200 is no margin above the minimum: what falls again has not risen.
        WORLD.stripe.pay(WORLD.recharge(person, "1.200").session());
        WORLD.awaitBalance(person, "5.200");
        ErpInvoice second = invoice(person, "0.500");
        awaitInvoice(person, second, "paid", "0.000");
        isListed(person, alert.path("id").asText());

        WORLD.stripe.pay(WORLD.recharge(person, "1.000").session());
        WORLD.awaitBalance(person, "5.700");
        awaitAlerts(person);

        assertThat(WORLD.get(person, "/alerts?state=cleared").body().path("items"))
                .extracting(item -> item.path("id"))
                .containsExactly(alert.path("id"));
        assertThat(WORLD.get(person, "/wallet/balance?at=" + booked)
                        .body()
                        .at("/balance/amount")
                        .asText())
                .isEqualTo("10.000");
        await("the topic")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(onTopic(person, "alert.raised", "alert.cleared"))
                        .containsExactly("alert.raised", "alert.cleared"));
    }

    private void isListed(Person person, String alert) {
        StaffLogin finance = finance();
        Person other = WORLD.person();
        JsonNode own = WORLD.get(person, "/alerts?state=open").body();
        assertThat(own.path("items")).hasSize(1);
        assertThat(own.at("/items/0").has("acknowledgedAt")).isFalse();
        assertThat(WORLD.get(other, "/alerts").body().path("items")).isEmpty();
        assertThat(WORLD.send(other, "POST", "/api/customer/v1/alerts/" + alert + "/acknowledge", Map.of(), "")
                        .status())
                .isEqualTo(404);
        JsonNode all = WORLD.send(finance, "GET", "/alerts?customer=" + person.id(), Map.of(), null)
                .body();
        assertThat(all.path("items"))
                .extracting(item -> item.path("id").asText())
                .containsExactly(alert);
        assertThat(all.at("/items/0").has("seenAt"))
                .as("nobody else has acknowledged it")
                .isFalse();

        Reply seen = WORLD.send(person, "POST", "/api/customer/v1/alerts/" + alert + "/acknowledge", Map.of(), "");
        assertThat(seen.status()).isEqualTo(200);
        assertThat(WORLD.get(person, "/alerts?state=open").body().at("/items/0/acknowledgedAt"))
                .isEqualTo(seen.body().path("acknowledgedAt"));
    }

    /** Types of CloudEvents about the person's wallet, each with the data that it must have. */
    private static List<String> onTopic(Person person, String... types) {
        String wallet = person.customer().wallet().text();
        return TopicReader.all(KAFKA.brokers(), "wallet.events.v1").stream()
                .filter(read -> wallet.equals(read.key()))
                .map(read -> json(read.value()))
                .filter(event -> List.of(types).contains(event.path("type").asText()))
                .peek(event -> {
                    assertThat(event.path("specversion").asText()).isEqualTo("1.0");
                    assertThat(event.path("subject").asText()).isEqualTo(wallet);
                    assertThat(event.at("/data/kind").asText()).isEqualTo("low_balance");
                    assertThat(event.path("id")).isEqualTo(event.at("/data/eventId"));
                })
                .map(event -> event.path("type").asText())
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitAlerts(Person person, String... kinds) {
        await("alerts")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                WORLD.get(person, "/alerts?state=open").body().path("items"))
                        .extracting(item -> item.path("kind").asText())
                        .containsExactlyInAnyOrder(kinds));
    }

    private StaffLogin finance() {
        StaffLogin finance = StaffLogin.as(behind, "finance");
        await("known")
                .atMost(PATIENCE)
                .until(() ->
                        WORLD.send(finance, "GET", "/alerts", Map.of(), null).status() == 200);
        return finance;
    }

    /** The id of a new one for {@code c-1}; the hub knows the store a second later. */
    private static String order(StoreLogin store, String amount) {
        String json = """
                {"reference": "A-1", "customer": "c-1", "amount": {"amount": "%s", "currency": "KWD"},
                 "returnUrl": "https://shop.example/back"}
                """.formatted(amount);
        Reply made = await("the store is known")
                .atMost(PATIENCE)
                .until(() -> WORLD.send(store, "POST", "/orders", key(), json), reply -> reply.status() != 401);
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        return made.body().path("id").asText();
    }

    private static Map<String, String> key() {
        return Map.of("Idempotency-Key", UUID.randomUUID().toString());
    }

    @ParameterizedTest
    @EnumSource(
            value = CrashPoint.class,
            names = {"BEFORE_LEDGER_COMMIT", "AFTER_LEDGER_COMMIT", "BEFORE_WAKE_UP", "AFTER_FEED_PAGE"})
    void isPaidOnceWhereverTheProcessThatPaysEnds(CrashPoint point) throws Exception {
        Person person = WORLD.person();
        fund(person, "5.000");
        JsonNode invoice = shownBeforeItIsDeducted(person, "10.000");
        fundWithoutALook(person, "15.000");

        int exit = elsewhere(point, person.id(), invoice.path("id").asText(), "10.000");
        // No payment of an invoice passes the last one.
        boolean survives = point == CrashPoint.AFTER_FEED_PAGE;
        boolean committed = point != CrashPoint.BEFORE_LEDGER_COMMIT;
        assertThat(exit).isEqualTo(survives ? 0 : OtherProcess.KILLED);
        assertThat(WORLD.balance(person)).isEqualTo(committed ? "10.000" : "20.000");
        Reply again = pay(person, invoice, "10.000");

        assertThat(again.status()).isEqualTo(committed ? 409 : 200);
        assertThat(WORLD.balance(person)).isEqualTo("10.000");
        awaitPaidInErp(invoice);
        assertThat(deductions(person)).isOne();
    }

    private static void awaitPaidInErp(JsonNode invoice) {
        await("paid in the ERP")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(WORLD.erp.invoices().stream()
                                .filter(one -> one.number()
                                        .equals(invoice.path("number").asText()))
                                .map(ErpInvoice::state))
                        .containsExactly("paid"));
    }

    private long deductions(Person person) {
        return behind.sql("select count(*) from invoice_deduction where customer_id = :customer")
                .param("customer", person.id())
                .query(Long.class)
                .single();
    }

    @ParameterizedTest
    @EnumSource(
            value = CrashPoint.class,
            names = {"BEFORE_LEDGER_COMMIT", "AFTER_LEDGER_COMMIT"})
    void isDeductedOnceWhereverTheProcessThatDeductsEnds(CrashPoint point) throws Exception {
        Person person = WORLD.person();
        fund(person, "5.000");
        JsonNode invoice = shownBeforeItIsDeducted(person, "10.000");
        fundWithoutALook(person, "15.000");

        assertThat(elsewhere(point, person.customer().wallet().text())).isEqualTo(OtherProcess.KILLED);
        boolean committed = point != CrashPoint.BEFORE_LEDGER_COMMIT;
        assertThat(WORLD.balance(person)).isEqualTo(committed ? "10.000" : "20.000");
        // Money that comes in has another look.
        WORLD.stripe.pay(WORLD.recharge(person, "1.000").session());

        WORLD.awaitBalance(person, "11.000");
        awaitPaidInErp(invoice);
        assertThat(deductions(person)).isOne();
    }

    private static int elsewhere(CrashPoint point, String... task) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(task));
        arguments.addFirst(String.valueOf(WORLD.hub().getEnvironment().getProperty("spring.datasource.url")));
        return OtherProcess.run(PayingProcess.class, point, arguments.toArray(String[]::new));
    }

    private static ErpInvoice invoice(Person person, String total) {
        return WORLD.erp.invoice(person.customer().externalId(), new BigDecimal(total), "KWD", "Visit");
    }

    private static ErpInvoice inErp(ErpInvoice invoice) {
        return WORLD.erp.invoices().stream()
                .filter(one -> one.id().equals(invoice.id()))
                .findFirst()
                .orElseThrow();
    }

    private static void fund(Person person, String amount) {
        WORLD.stripe.pay(WORLD.recharge(person, amount).session());
        WORLD.awaitErp(person, amount);
    }

    /** An invoice that the wallet cannot pay whole, so that nothing is deducted before its customer asks. */
    private JsonNode shownBeforeItIsDeducted(Person person, String total) {
        ErpInvoice invoice = invoice(person, total);
        JsonNode shown = awaitInvoice(person, invoice, "open", total);
        await("looked at")
                .atMost(PATIENCE)
                .until(() -> behind.sql("""
                                select count(*) from lane_v_delivery
                                where lane = 'deductions' and state in ('ready', 'leased', 'delayed')
                                """).query(Long.class).single() == 0);
        return shown;
    }

    /** Money of which no event tells: nobody looks at the invoices because of it. */
    private void fundWithoutALook(Person person, String amount) {
        behind.sql("""
                        select outcome from ledger_post('trf_' || right(:event, 26), 'ADJUSTMENT', :wallet, :minor, 'KWD',
                            'clearing:test', :event, now(), now())
                        """)
                .param("event", EventId.next().text())
                .param("wallet", person.customer().wallet().text())
                .param("minor", new BigDecimal(amount).movePointRight(3).longValueExact())
                .query(String.class)
                .single();
    }

    private static Reply pay(Person person, JsonNode invoice, String amount) {
        return WORLD.send(
                person,
                "POST",
                "/api/customer/v1/invoices/" + invoice.path("id").asText() + "/pay",
                Map.of("Idempotency-Key", UUID.randomUUID().toString()),
                "{\"amount\": {\"amount\": \"%s\", \"currency\": \"KWD\"}}".formatted(amount));
    }

    private static JsonNode awaitInvoice(Person person, ErpInvoice invoice, String state, String open) {
        return await(invoice.number() + " " + state + " " + open)
                .atMost(PATIENCE)
                .until(
                        () -> WORLD.get(person, "/invoices")
                                .body()
                                .path("items")
                                .valueStream()
                                .filter(one -> one.path("number").asText().equals(invoice.number())
                                        && one.path("state").asText().equals(state)
                                        && one.at("/open/amount").asText().equals(open))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
