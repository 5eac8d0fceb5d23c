package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.database.RowScope;
import wallethub.embedded.standin.ErpEntry;
import wallethub.embedded.standin.ErpStandIn;
import wallethub.embedded.standin.Fault;
import wallethub.event.CustomerMirrored;
import wallethub.event.RechargeSucceeded;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.ReceiptId;
import wallethub.id.RechargeId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.lane.EventPublisher;
import wallethub.lane.HubHeaders;
import wallethub.money.Money;
import wallethub.testing.Folders;

/** The connector of the recipe, made of its blocks as they stand there, in a hub that is told to use it. */
class AddAnErpRecipeIT {

    private static final Path RECIPE = Path.of("docs/recipes/add-an-erp.md");
    private static final Pattern FILE =
            Pattern.compile("(?m)^`(routes/[^`]+)`\\n\\n```yaml\\n(.*?)^```", Pattern.DOTALL);
    private static final Currency DINAR = Currency.getInstance("KWD");

    @TempDir
    private static Path folder;

    private static ErpStandIn standIn;
    private static EdgeServer hub;
    private static ErpOperations erp;

    private final String customer = "C-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws IOException {
        Path routes = folder.resolve("routes");
        Folders.copy(Path.of("routes"), routes);
        List<String> files = FILE.matcher(Files.readString(RECIPE))
                .results()
                .map(block -> write(block, folder))
                .toList();
        assertThat(files).hasSize(4).allMatch(file -> file.startsWith("routes/connectors/erp/sample/"));
        standIn = ErpStandIn.start(0);
        hub = EdgeServer.of(routes, "hub.erp.connector=sample", "hub.erp.url=" + standIn.url(), "hub.erp.fence=1s");
        erp = new ErpOperations(hub.context.getBean(CamelContext.class), "sample");
    }

    private static String write(MatchResult block, Path folder) {
        try {
            Path file = folder.resolve(block.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, block.group(2));
            return block.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
        if (standIn != null) {
            standIn.close();
        }
    }

    @Test
    void aRechargeIsPostedThroughItByTheLaneThoughTheFirstAnswerIsLost() {
        standIn.fault(
                Fault.of(Fault.Mode.DRAFT_THEN_RESET).only(Fault.Scope.WRITES).times(2));
        TransferId transfer = recharge();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> standIn.entries(transfer.text()).stream().anyMatch(ErpEntry::isPosted));
        assertThat(standIn.entries(transfer.text())).hasSize(1);
        JsonNode line = erp.pages("entries-since", null, 10).stream()
                .filter(item -> item.path("reference").asText().equals(transfer.text()))
                .findFirst()
                .orElseThrow();
        assertThat(line.at("/amount/amount").asText()).isEqualTo("1.251");
        assertThat(erp.answer("balance", "{\"customer\":\"" + customer + "\"}")
                        .at("/balance/amount")
                        .asText())
                .isEqualTo("1.251");
    }

    @Test
    void itFinishesADraftAndRefusesAnotherContent() {
        erp.answer(
                "ensure-customer",
                "{\"externalId\":\"%s\",\"name\":\"Sample Customer\",\"currency\":\"KWD\"}".formatted(customer));
        String reference = TransferId.next().text();
        standIn.fault(
                Fault.of(Fault.Mode.DRAFT_THEN_RESET).only(Fault.Scope.WRITES).times(1));
        assertThat(erp.ask("ensure-entry", entry(reference, "5.000")).getException())
                .isNotNull();
        erp.refuses("ensure-entry", entry(reference, "5.001"), 409, "fatal", "REFERENCE_CONFLICT");
        assertThat(standIn.entries(reference)).noneMatch(ErpEntry::isPosted);
        assertThat(erp.answer("ensure-entry", entry(reference, "5.000"))
                        .path("state")
                        .asText())
                .isEqualTo("posted");
        assertThat(erp.answer("ensure-entry", entry(reference, "5.000"))
                        .path("number")
                        .asText())
                .startsWith("JE/");
        assertThat(standIn.entries(reference)).hasSize(1);
    }

    @Test
    void aProxysPageIsNoAnswerToAWrite() {
        erp.answer(
                "ensure-customer",
                "{\"externalId\":\"%s\",\"name\":\"Sample Customer\",\"currency\":\"KWD\"}".formatted(customer));
        standIn.fault(Fault.of(Fault.Mode.MALFORMED).only(Fault.Scope.WRITES).times(1));
        Exchange answered = erp.ask("ensure-entry", entry(TransferId.next().text(), "5.000"));
        assertThat(answered.getMessage().getHeader(HubHeaders.OUTCOME)).isEqualTo("unknown");
        assertThat(answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).hasToString("502");
    }

    @Test
    void itReadsInvoicesAndAnswersTheProbe() {
        erp.answer(
                "ensure-customer",
                "{\"externalId\":\"%s\",\"name\":\"Sample Customer\",\"currency\":\"KWD\"}".formatted(customer));
        standIn.invoice(customer, BigDecimal.TEN, "KWD", "November");
        assertThat(erp.pages("invoices-since", null, 100))
                .anyMatch(item -> item.path("customer").asText().equals(customer));
        assertThat(erp.answer("open-invoices", "{\"customer\":\"" + customer + "\"}")
                        .path("items"))
                .hasSize(1);
        erp.answer("probe", "");
    }

    /** What a mirror and a payment publish. */
    private TransferId recharge() {
        Instant now = Clock.systemUTC().instant();
        CustomerId id = CustomerId.next();
        WalletId wallet = WalletId.next();
        TransferId transfer = TransferId.next();
        Money amount = Money.parse("1.251", DINAR);
        var mirrored = new CustomerMirrored(
                EventId.next(), wallet, id, customer, 1, "Sample Customer", "+96550000001", "en", DINAR, now);
        var credited = new RechargeSucceeded(
                EventId.next(),
                wallet,
                id,
                customer,
                RechargeId.next(),
                "RCH-1",
                transfer,
                "recharge",
                amount,
                amount,
                1,
                ReceiptId.next(),
                "stripe",
                "main",
                "pi_" + UUID.randomUUID(),
                now);
        RowScope.system()
                .run(() -> new TransactionTemplate(hub.context.getBean(PlatformTransactionManager.class))
                        .executeWithoutResult(status ->
                                hub.context.getBean(EventPublisher.class).publish(List.of(mirrored, credited))));
        return transfer;
    }

    private String entry(String reference, String amount) {
        return """
                {"reference":"%s","kind":"wallet-recharge","customer":"%s","date":"2026-11-22","currency":"KWD",
                 "lines":[{"account":"1101","debit":"%s"},{"account":"2301","credit":"%s"}],"text":"Recharge"}""".formatted(reference, customer, amount, amount);
    }
}
