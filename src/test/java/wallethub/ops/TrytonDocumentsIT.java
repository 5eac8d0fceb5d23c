package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import wallethub.embedded.TrytonAccountant;
import wallethub.embedded.TrytonServer;
import wallethub.id.TransferId;

/** What the connector tryton reads and makes beside plain entries, against a running Tryton. */
@EnabledIf(
        value = "wallethub.embedded.TrytonServer#isInstalled",
        disabledReason = "no Tryton 6.0 to start; samples/tryton/tryton installed says why")
class TrytonDocumentsIT {

    private static TrytonServer tryton;
    private static EdgeServer hub;
    private static CamelContext camel;
    private static TrytonAccountant accountant;
    private static ErpOperations erp;

    private final String customer = "C-" + UUID.randomUUID();
    private final String reference = TransferId.next().text();

    @BeforeAll
    static void start() {
        tryton = TrytonServer.start();
        hub = EdgeServer.shipped(tryton.settings(tryton.password));
        camel = hub.context.getBean(CamelContext.class);
        accountant = new TrytonAccountant(tryton, camel);
        erp = new ErpOperations(camel, "tryton");
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

    @BeforeEach
    void aCustomer() {
        erp.answer(
                "ensure-customer",
                "{\"externalId\":\"%s\",\"name\":\"Sample Customer\",\"currency\":\"KWD\"}".formatted(customer));
    }

    @Test
    void showsWhatWasPostedToTheWalletByTheHubAndByAnAccountant() {
        JsonNode ours = erp.answer("ensure-entry", entry(reference, "12.500"));
        long correction = accountant.post(draft("Correction of November", "2301", "1101", "0.750", ""));
        long draft = draft("Not yet", "1101", "2301", "9.000", "");

        List<JsonNode> items = entriesSince(null, 500);

        assertThat(items).hasSize(2);
        JsonNode first = items.getFirst();
        assertThat(first.path("reference").asText()).isEqualTo(reference);
        assertThat(first.path("document")).isEqualTo(ours.path("id"));
        assertThat(first.path("number")).isEqualTo(ours.path("number"));
        assertThat(first.path("customer").asText()).isEqualTo(customer);
        assertThat(first.path("amount").toString()).isEqualTo("{\"amount\":\"12.500\",\"currency\":\"KWD\"}");
        assertThat(first.path("date").asText())
                .isEqualTo(TrytonAccountant.today().toString());
        JsonNode second = items.getLast();
        assertThat(second.path("document").asText()).isEqualTo(Long.toString(correction));
        assertThat(second.path("reference").asText()).isEmpty();
        assertThat(second.path("text").asText()).isEqualTo("Correction of November");
        assertThat(second.at("/amount/amount").asText()).isEqualTo("-0.750");

        accountant.post(draft);
        assertThat(entriesSince(null, 500).getLast().at("/amount/amount").asText())
                .isEqualTo("9.000");
    }

    @Test
    void aLineIsAsNewAsTheMoveThatPostedIt() {
        long draft = draft("Corrected later", "1101", "2301", "1.000", "");
        Instant before = Instant.parse(databaseTime());
        assertThat(entriesSince(before.toString(), 500)).isEmpty();

        accountant.post(draft);

        List<JsonNode> items = entriesSince(before.toString(), 500);
        assertThat(items).hasSize(1);
        Instant changed = Instant.parse(items.getFirst().path("changedAt").asText());
        assertThat(changed).isAfterOrEqualTo(before);
        assertThat(entriesSince(changed.toString(), 500)).hasSize(1);
        assertThat(entriesSince(changed.plusNanos(1_000).toString(), 500)).isEmpty();
    }

    @Test
    void whatTakesAnEntryBackShowsTheReferenceOfItsOrigin() {
        JsonNode ours = erp.answer("ensure-entry", entry(reference, "3.000"));
        String origin = ours.path("id").asText();
        accountant.post(draft("Typed by a person", "2301", "1101", "3.000", "account.move," + origin));
        JsonNode back = entriesSince(null, 500).getLast();
        assertThat(back.path("reference").asText()).isEqualTo(reference);
        assertThat(back.path("origin").asText()).isEqualTo(origin);
        assertThat(back.at("/amount/amount").asText()).isEqualTo("-3.000");
    }

    /** Few things in Tryton have a description; a line that comes from one that has none is shown all the same. */
    @Test
    void anOriginWithoutADescriptionStopsNothing() {
        long fiscalYear = tryton.database
                .sql("select min(id) from account_fiscalyear")
                .query(Long.class)
                .single();
        accountant.post(draft("Opening balance", "1101", "2301", "2.000", "account.fiscalyear," + fiscalYear));
        tryton.database
                .sql(
                        "update account_move set origin = 'account.fiscalyear,' || :id where description = 'Opening balance'")
                .param("id", fiscalYear)
                .update();
        assertThat(entriesSince(null, 500))
                .hasSize(1)
                .allSatisfy(item -> assertThat(item.path("reference").asText()).isEmpty());
    }

    @Test
    void pagesGiveEveryLineOnceInTheOrderOfTheIds() {
        List<String> amounts = new ArrayList<>();
        for (int i = 1; i <= 7; i++) {
            accountant.post(draft("Correction", "1101", "2301", "0.00" + i, ""));
            amounts.add("0.00" + i);
        }
        assertThat(entriesSince(null, 3))
                .extracting(item -> item.at("/amount/amount").asText())
                .isEqualTo(amounts);
        assertThat(entriesSince(null, 7)).hasSize(7);
    }

    /** As the feed reads: all pages in one exchange. */
    @Test
    void manyReadingsOfOneExchangeNeedOneLogin() {
        int sessions = sessions();
        Exchange exchange = camel.getEndpoint("direct:tryton.entries-since").createExchange(ExchangePattern.InOut);
        for (int page = 0; page < 3; page++) {
            exchange.getMessage().setBody("{\"limit\":1}");
            send("direct:tryton.entries-since", exchange);
            exchange.getMessage().setBody("{\"customer\":\"" + customer + "\"}");
            send("direct:tryton.balance", exchange);
            assertThat(exchange.getMessage().getBody(String.class)).contains("0.000");
        }
        assertThat(sessions()).isEqualTo(sessions);
    }

    private static int sessions() {
        return tryton.database
                .sql("select count(*) from ir_session")
                .query(Integer.class)
                .single();
    }

    @Test
    void anInvoiceIsIssuedOnceAndShown() {
        JsonNode first = erp.answer("ensure-invoice", invoice(reference, "10.000", "2.500"));
        assertThat(first.path("number").asText()).isNotBlank();
        assertThat(first.path("state").asText()).isEqualTo("open");
        assertThat(first.path("reference").asText()).isEqualTo(reference);
        assertThat(erp.answer("ensure-invoice", invoice(reference, "10.000", "2.500")))
                .isEqualTo(first);

        JsonNode open = openInvoices();
        assertThat(open).hasSize(1);
        JsonNode shown = open.path(0);
        assertThat(shown.path("id")).isEqualTo(first.path("id"));
        assertThat(shown.path("total").toString()).isEqualTo("{\"amount\":\"12.500\",\"currency\":\"KWD\"}");
        assertThat(shown.path("open")).isEqualTo(shown.path("total"));
        assertThat(shown.path("issueDate").asText())
                .isEqualTo(TrytonAccountant.today().toString());
        assertThat(shown.path("dueDate").asText()).isNotBlank();
        assertThat(shown.path("text").asText()).isEqualTo("November");
        assertThat(invoicesSince(null, 500)).containsExactly(shown);
        Instant changed = Instant.parse(shown.path("changedAt").asText());
        assertThat(invoicesSince(changed.toString(), 500)).hasSize(1);
        assertThat(invoicesSince(changed.plusNanos(1_000).toString(), 500)).isEmpty();
        assertThat(invoices(reference)).isEqualTo(1);
    }

    @Test
    void goesOnWithADraftOfAnInvoiceAndRefusesAnother() {
        draftInvoice(invoice(reference, "10.000", "2.500"));
        assertThat(invoicesSince(null, 500)).isEmpty();
        erp.refuses("ensure-invoice", invoice(reference, "10.000", "2.501"), 409, "fatal", "REFERENCE_CONFLICT");
        assertThat(invoicesSince(null, 500)).isEmpty();
        assertThat(erp.answer("ensure-invoice", invoice(reference, "10.000", "2.500"))
                        .path("state")
                        .asText())
                .isEqualTo("open");
        assertThat(invoices(reference)).isEqualTo(1);
        String ofAnother = invoice(reference, "10.000", "2.500").replace(customer, "C-other");
        erp.refuses("ensure-invoice", ofAnother, 409, "fatal", "REFERENCE_CONFLICT");
    }

    @Test
    void refusesAnInvoiceThatTheBooksCannotTakeAndCreatesNothing() {
        String good = invoice(reference, "10.000", "2.500");
        erp.refuses("ensure-invoice", good.replace(customer, "C-nobody"), 422, null, "CUSTOMER_UNKNOWN");
        erp.refuses(
                "ensure-invoice",
                good.replace(TrytonAccountant.today().toString(), "2001-01-31"),
                423,
                null,
                "PERIOD_CLOSED");
        erp.refuses("ensure-invoice", good.replace("KWD", "SAR"), 422, "fatal", "CURRENCY_REFUSED");
        erp.refuses("ensure-invoice", good.replace("4001", "4999"), 422, "hold", "ACCOUNT_UNKNOWN");
        // Tryton would round the first without a word, and number the second.
        erp.refuses("ensure-invoice", good.replace("2.500", "2.5001"), 422, "fatal", "AMOUNT_REFUSED");
        erp.refuses("ensure-invoice", good.replace("2.500", "-2.500"), 422, "fatal", "AMOUNT_REFUSED");
        assertThat(invoices(reference)).isZero();
    }

    @Test
    void severalInvoicesOfOneReferenceAreAnAlarmAndNoneIsPosted() {
        draftInvoice(invoice(reference, "1.000", "1.000"));
        draftInvoice(invoice(reference, "1.000", "1.000"));
        erp.refuses("ensure-invoice", invoice(reference, "1.000", "1.000"), 409, "fatal", "DUPLICATE_DOCUMENT");
        assertThat(invoicesSince(null, 500)).isEmpty();
    }

    @Test
    void paysAnInvoiceInPartsAndSettlesItWithTheLast() {
        String invoice = issued("10.000");
        erp.answer("ensure-entry", entry(reference, "20.000"));
        String second = TransferId.next().text();
        JsonNode part =
                erp.answer("ensure-invoice-paid", payment(TransferId.next().text(), invoice, "4.000"));
        assertThat(part.path("state").asText()).isEqualTo("posted");
        assertThat(openInvoices().at("/0/open/amount").asText()).isEqualTo("6.000");
        erp.refuses(
                "ensure-invoice-paid",
                payment(TransferId.next().text(), invoice, "6.001"),
                422,
                null,
                "AMOUNT_EXCEEDS_OPEN");

        JsonNode rest = erp.answer("ensure-invoice-paid", payment(second, invoice, "6.000"));

        assertThat(openInvoices()).isEmpty();
        assertThat(invoicesSince(null, 500).getFirst().path("state").asText()).isEqualTo("paid");
        assertThat(balance()).isEqualTo("10.000");
        assertThat(erp.answer("ensure-invoice-paid", payment(second, invoice, "6.000")))
                .isEqualTo(rest);
        assertThat(moves(second)).isEqualTo(1);
        erp.refuses("ensure-invoice-paid", payment(second, invoice, "5.000"), 409, "fatal", "REFERENCE_CONFLICT");
        erp.refuses(
                "ensure-invoice-paid",
                payment(TransferId.next().text(), invoice, "1.000"),
                422,
                null,
                "INVOICE_NOT_OPEN");
        assertThat(balance()).isEqualTo("10.000");
        assertThat(entriesSince(null, 500))
                .extracting(item -> item.path("reference").asText())
                .contains(part.path("reference").asText(), second);
    }

    @Test
    void refusesAPaymentOfNothingOrOfAnotherAndMovesNothing() {
        String invoice = issued("10.000");
        String good = payment(reference, invoice, "1.000");
        erp.refuses("ensure-invoice-paid", good.replace(customer, "C-nobody"), 422, null, "INVOICE_UNKNOWN");
        erp.refuses("ensure-invoice-paid", payment(reference, "999999", "1.000"), 422, null, "INVOICE_UNKNOWN");
        erp.refuses("ensure-invoice-paid", payment(reference, "INV-9", "1.000"), 422, null, "INVOICE_UNKNOWN");
        erp.refuses("ensure-invoice-paid", good.replace("KWD", "SAR"), 422, "fatal", "CURRENCY_REFUSED");
        erp.refuses("ensure-invoice-paid", payment(reference, invoice, "0.000"), 422, "fatal", "AMOUNT_REFUSED");
        erp.refuses("ensure-invoice-paid", payment(reference, invoice, "1.00"), 422, "fatal", "AMOUNT_REFUSED");
        erp.refuses(
                "ensure-invoice-paid",
                good.replace(TrytonAccountant.today().toString(), "2001-01-31"),
                423,
                null,
                "PERIOD_CLOSED");
        assertThat(moves(reference)).isZero();
        assertThat(openInvoices().at("/0/open/amount").asText()).isEqualTo("10.000");
    }

    /** Killed after the create, after the post, and after the payment was counted. */
    @Test
    void goesOnWithAPaymentWhereverItWasKilled() {
        for (int steps = 1; steps <= 3; steps++) {
            String invoice = issued("10.000");
            String payment = payment(TransferId.next().text(), invoice, "10.000");
            long move = paidBy(payment, invoice);
            if (steps > 1) {
                accountant.post(move);
            }
            if (steps > 2) {
                long line = accountant.id(
                        "account_move_line", "account = " + accountant.account("1201") + " and move = " + move);
                accountant.call(
                        "model.account.invoice.write",
                        "[[%s],{\"payment_lines\":[[\"add\",[%d]]]}]".formatted(invoice, line));
            }
            JsonNode paid = erp.answer("ensure-invoice-paid", payment);
            assertThat(paid.path("id").asText()).isEqualTo(Long.toString(move));
            assertThat(moves(paid.path("reference").asText())).isEqualTo(1);
            assertThat(openInvoices()).isEmpty();
        }
    }

    @Test
    void aPaymentOfAnInvoiceThatSomebodyElsePaidMeanwhileIsHeld() {
        String invoice = issued("10.000");
        String late = payment(TransferId.next().text(), invoice, "10.000");
        accountant.post(paidBy(late, invoice));
        erp.answer("ensure-invoice-paid", payment(TransferId.next().text(), invoice, "10.000"));
        erp.refuses("ensure-invoice-paid", late, 409, "hold", "INVOICE_NOT_OPEN");
    }

    @Test
    void aCreditNoteCancelsAnInvoiceThatNobodyPaid() {
        String invoice = issued("10.000");
        String ofInvoice = invoicesSince(null, 500).getFirst().path("reference").asText();
        String credit = credit(reference, ofInvoice);
        JsonNode first = erp.answer("ensure-credit-note", credit);
        assertThat(first.path("state").asText()).isEqualTo("paid");
        assertThat(erp.answer("ensure-credit-note", credit)).isEqualTo(first);
        assertThat(openInvoices()).isEmpty();
        assertThat(invoicesSince(null, 500)).hasSize(1);
        assertThat(invoicesSince(null, 500).getFirst().path("id").asText()).isEqualTo(invoice);
        assertThat(invoicesSince(null, 500).getFirst().path("state").asText()).isEqualTo("cancelled");
        erp.refuses(
                "ensure-credit-note", credit(TransferId.next().text(), ofInvoice), 422, "hold", "INVOICE_CANCELLED");
        erp.refuses("ensure-credit-note", credit(reference, "no-such"), 422, null, "INVOICE_UNKNOWN");
        assertThat(invoices(reference)).isEqualTo(1);
    }

    @Test
    void aCreditNoteOfAPaidInvoiceStandsOpen() {
        String paid = issued("4.000");
        String ofPaid = invoicesSince(null, 500).getFirst().path("reference").asText();
        erp.answer("ensure-invoice-paid", payment(TransferId.next().text(), paid, "4.000"));
        assertThat(erp.answer("ensure-credit-note", credit(reference, ofPaid))
                        .path("state")
                        .asText())
                .isEqualTo("open");
        assertThat(invoicesSince(null, 500).getFirst().path("state").asText()).isEqualTo("paid");
    }

    /** Killed after the create, and after the post. */
    @Test
    void goesOnWithACreditNoteWhereverItWasKilled() {
        for (boolean posted : new boolean[] {false, true}) {
            String ofInvoice = TransferId.next().text();
            erp.answer("ensure-invoice", invoice(ofInvoice, "1.000", "2.000"));
            String credit = credit(TransferId.next().text(), ofInvoice);
            long draft = draftCreditNote(credit, ofInvoice);
            if (posted) {
                accountant.call("model.account.invoice.post", "[[" + draft + "]]");
            }
            JsonNode finished = erp.answer("ensure-credit-note", credit);
            assertThat(finished.path("id").asLong()).isEqualTo(draft);
            assertThat(finished.path("state").asText()).isEqualTo("paid");
            assertThat(openInvoices()).isEmpty();
        }
    }

    private static long draftCreditNote(String document, String invoice) {
        Exchange exchange = camel.getEndpoint("direct:tryton.probe").createExchange(ExchangePattern.InOut);
        exchange.setProperty("entry", document);
        send("direct:tryton.probe", exchange);
        exchange.setProperty("which", "[[\"reference\",\"=\",\"" + invoice + "\"]]");
        send("direct:tryton.find-invoices", exchange);
        exchange.setProperty("invoices", exchange.getMessage().getBody(String.class));
        send("direct:tryton.create-credit-note", exchange);
        return json(exchange.getMessage().getBody(String.class)).at("/0/id").asLong();
    }

    @Test
    void takesAnEntryBackOnceAndReconcilesIt() {
        JsonNode original = erp.answer("ensure-entry", entry(reference, "7.125"));
        String back = TransferId.next().text();
        JsonNode first = erp.answer("ensure-reversal", reversal(back, reference));
        assertThat(first.path("reference").asText()).isEqualTo(back);
        assertThat(first.path("state").asText()).isEqualTo("posted");
        assertThat(balance()).isEqualTo("0.000");
        assertThat(erp.answer("ensure-reversal", reversal(back, reference))).isEqualTo(first);
        assertThat(moves(back)).isEqualTo(1);
        assertThat(unreconciled(first.path("id").asLong())).isZero();
        assertThat(unreconciled(original.path("id").asLong())).isZero();
        JsonNode shown = entriesSince(null, 500).getLast();
        assertThat(shown.path("reference").asText()).isEqualTo(back);
        assertThat(shown.path("origin")).isEqualTo(original.path("id"));
        assertThat(shown.at("/amount/amount").asText()).isEqualTo("-7.125");
        erp.refuses("ensure-reversal", reversal(TransferId.next().text(), reference), 409, "hold", "ALREADY_REVERSED");
        assertThat(balance()).isEqualTo("0.000");
    }

    @Test
    void finishesAReversalThatWasPostedAndNotReconciledAndRefusesWhatItCannotTakeBack() {
        erp.refuses("ensure-reversal", reversal(TransferId.next().text(), reference), 422, null, "ORIGINAL_UNKNOWN");
        JsonNode original = erp.answer("ensure-entry", entry(reference, "3.000"));
        String back = TransferId.next().text();
        String origin = "account.move," + original.path("id").asText();
        long draft = draft(back, "2301", "1101", "3.000", origin);
        accountant.post(draft);
        assertThat(unreconciled(draft)).isEqualTo(2);
        assertThat(erp.answer("ensure-reversal", reversal(back, reference))
                        .path("id")
                        .asLong())
                .isEqualTo(draft);
        assertThat(unreconciled(draft)).isZero();
        assertThat(moves(back)).isEqualTo(1);

        String other = TransferId.next().text();
        erp.answer("ensure-entry", entry(other, "5.000"));
        erp.refuses("ensure-reversal", reversal(back, other), 409, "fatal", "REFERENCE_CONFLICT");
        String invoice = issued("1.000");
        String payment = TransferId.next().text();
        erp.answer("ensure-invoice-paid", payment(payment, invoice, "1.000"));
        erp.refuses("ensure-reversal", reversal(TransferId.next().text(), payment), 422, "hold", "SETTLES_INVOICE");
    }

    private static int unreconciled(long move) {
        return tryton.database
                .sql("select count(*) from account_move_line where move = :move and reconciliation is null")
                .param("move", move)
                .query(Integer.class)
                .single();
    }

    private static int moves(String reference) {
        return tryton.database
                .sql("select count(*) from account_move where description = :reference")
                .param("reference", reference)
                .query(Integer.class)
                .single();
    }

    private static int invoices(String reference) {
        return tryton.database
                .sql("select count(*) from account_invoice where reference = :reference")
                .param("reference", reference)
                .query(Integer.class)
                .single();
    }

    /** An open invoice of this test's customer; its id. */
    private String issued(String total) {
        String values = invoice(TransferId.next().text(), total, total).replaceFirst(",\\{\"text\":\"Rest\".*?}", "");
        return erp.answer("ensure-invoice", values).path("id").asText();
    }

    private long paidBy(String payment, String invoice) {
        JsonNode wanted = json(payment);
        return draft(
                wanted.path("reference").asText(),
                "2301",
                "1201",
                wanted.at("/amount/amount").asText(),
                "account.invoice," + invoice);
    }

    /** As far as an operation came whose process was killed after the create. */
    private static void draftInvoice(String document) {
        Exchange exchange = camel.getEndpoint("direct:tryton.probe").createExchange(ExchangePattern.InOut);
        exchange.setProperty("entry", document);
        send("direct:tryton.probe", exchange);
        send("direct:tryton.create-invoice", exchange);
        assertThat(exchange.getMessage().getBody(String.class)).contains("draft");
    }

    private static void send(String route, Exchange exchange) {
        camel.createProducerTemplate().send(route, exchange);
        assertThat(exchange.getException()).isNull();
    }

    private JsonNode openInvoices() {
        return erp.answer("open-invoices", "{\"customer\":\"" + customer + "\"}")
                .path("items");
    }

    private List<JsonNode> invoicesSince(@Nullable String since, int limit) {
        return pages("invoices-since", since, limit);
    }

    private String balance() {
        return erp.answer("balance", "{\"customer\":\"" + customer + "\"}")
                .at("/balance/amount")
                .asText();
    }

    private String invoice(String ofReference, String first, String second) {
        return """
                {"reference":"%s","customer":"%s","date":"%s","currency":"KWD","text":"November","lines":[
                 {"text":"Plan","account":"4001","amount":"%s"},{"text":"Rest","account":"4001","amount":"%s"}]}""".formatted(ofReference, customer, TrytonAccountant.today(), first, second);
    }

    private String payment(String ofReference, String invoice, String amount) {
        return """
                {"reference":"%s","invoice":"%s","customer":"%s","date":"%s","amount":{"amount":"%s","currency":"KWD"}}""".formatted(ofReference, invoice, customer, TrytonAccountant.today(), amount);
    }

    private static String credit(String ofReference, String invoice) {
        return "{\"reference\":\"%s\",\"invoice\":\"%s\",\"date\":\"%s\"}"
                .formatted(ofReference, invoice, TrytonAccountant.today());
    }

    private static String reversal(String ofReference, String original) {
        return "{\"reference\":\"%s\",\"ofReference\":\"%s\",\"date\":\"%s\"}"
                .formatted(ofReference, original, TrytonAccountant.today());
    }

    /** Those of this test's customer, page by page. */
    private List<JsonNode> entriesSince(@Nullable String since, int limit) {
        return pages("entries-since", since, limit);
    }

    private List<JsonNode> pages(String operation, @Nullable String since, int limit) {
        return erp.pages(operation, since, limit).stream()
                .filter(item -> item.path("customer").asText().equals(customer))
                .toList();
    }

    private long draft(String description, String debit, String credit, String amount, String origin) {
        return accountant.draft(customer, description, debit, credit, amount, origin);
    }

    private static String databaseTime() {
        return tryton.database
                .sql("select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
                .query(String.class)
                .single();
    }

    private static JsonNode json(String body) {
        return ErpOperations.json(body);
    }

    private String entry(String reference, String amount) {
        return """
                {"reference":"%s","kind":"wallet-recharge","customer":"%s","date":"%s","currency":"KWD",
                 "lines":[{"account":"1101","debit":"%s"},{"account":"2301","credit":"%s"}],"text":"Wallet recharge"}""".formatted(reference, customer, TrytonAccountant.today(), amount, amount);
    }
}
