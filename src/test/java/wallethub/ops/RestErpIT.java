package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import wallethub.embedded.standin.ErpEntry;
import wallethub.embedded.standin.ErpInvoice;
import wallethub.embedded.standin.ErpStandIn;
import wallethub.embedded.standin.Fault;
import wallethub.id.TransferId;

/** The connector rest, as shipped, against an ERP that keeps to its contract; both are held to the file of it. */
class RestErpIT {

    private static ErpStandIn standIn;
    private static ErpContractRelay relay;
    private static EdgeServer hub;
    private static ErpOperations erp;

    private final String customer = "C-" + UUID.randomUUID();
    private final String reference = TransferId.next().text();

    @BeforeAll
    static void start() {
        standIn = ErpStandIn.start(0);
        relay = new ErpContractRelay(standIn.url());
        hub = EdgeServer.shipped("hub.erp.url=" + relay.url());
        erp = new ErpOperations(hub.context.getBean(CamelContext.class), "rest");
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
        relay.close();
        standIn.close();
    }

    @BeforeEach
    void aCustomer() {
        erp.answer(
                "ensure-customer",
                "{\"externalId\":\"%s\",\"name\":\"Sample Customer\",\"currency\":\"KWD\"}".formatted(customer));
    }

    @AfterEach
    void routesAndErpKeepToTheContract() {
        standIn.heal();
        standIn.openPeriods();
        assertThat(relay.faults()).isEmpty();
    }

    @Test
    void everyOperationOfTheContractIsUsedByARouteAndAnswered() {
        erp.answer("probe", "");
        erp.answer("ensure-entry", entry(reference, "12.500"));
        assertThat(erp.answer("find-by-reference", entry(reference, "12.500")).path("items"))
                .hasSize(1);
        String draft = TransferId.next().text();
        halfFinished("ensure-entry", entry(draft, "1.000"));
        assertThat(erp.answer("ensure-entry", entry(draft, "1.000"))
                        .path("state")
                        .asText())
                .isEqualTo("posted");
        erp.answer("ensure-reversal", reversal(TransferId.next().text(), draft));
        String ofInvoice = TransferId.next().text();
        halfFinished("ensure-invoice", invoice(ofInvoice, "10.000"));
        JsonNode invoice = erp.answer("ensure-invoice", invoice(ofInvoice, "10.000"));
        assertThat(invoice.path("state").asText()).isEqualTo("open");
        String payment = payment(TransferId.next().text(), invoice.path("id").asText(), "4.000");
        erp.answer("ensure-invoice-paid", payment);
        JsonNode open = erp.answer("open-invoices", customer()).path("items");
        assertThat(open.at("/0/open/amount").asText()).isEqualTo("6.000");
        String credit = credit(TransferId.next().text(), ofInvoice);
        halfFinished("ensure-credit-note", credit);
        erp.answer("ensure-credit-note", credit);
        assertThat(erp.answer("balance", customer()).at("/balance/amount").asText())
                .isEqualTo("8.500");
        assertThat(ours("entries-since", null, 100)).hasSize(4);
        assertThat(ours("invoices-since", null, 100)).hasSize(1);

        assertThat(relay.used()).isEqualTo(relay.operations());
    }

    @Test
    void showsWhatAPersonBookedAndTookBackPageByPage() {
        JsonNode ours = erp.answer("ensure-entry", entry(reference, "5.000"));
        ErpEntry correction = standIn.book(customer, new BigDecimal("-0.750"), "KWD", "Correction");
        ErpEntry back = standIn.cancel(ours.path("id").asText());

        for (int limit : List.of(1, 2, 1_000)) {
            List<JsonNode> items = ours("entries-since", null, limit);
            assertThat(items)
                    .extracting(item -> item.at("/amount/amount").asText())
                    .containsExactly("5.000", "-0.750", "-5.000");
            assertThat(items)
                    .extracting(item -> item.path("reference").asText())
                    .containsExactly(reference, "", reference);
            assertThat(items)
                    .extracting(item -> item.path("origin").asText())
                    .containsExactly("", "", ours.path("id").asText());
        }
        assertThat(ours("entries-since", correction.changedAt(), 100)).hasSize(2);
        assertThat(ours("entries-since", back.changedAt().plusNanos(1), 100)).isEmpty();
        erp.refuses("balance", "{\"customer\":\"C-nobody\"}", 404, null, "CUSTOMER_UNKNOWN");
    }

    @Test
    void anInvoiceOfTheErpIsShownUntilItIsPaid() {
        ErpInvoice invoice = standIn.invoice(customer, new BigDecimal("9.000"), "KWD", "November");
        JsonNode shown = ours("invoices-since", null, 1).getFirst();
        assertThat(shown.path("number").asText()).isEqualTo(invoice.number());
        assertThat(shown.path("reference").asText()).isEmpty();
        standIn.payInvoice(invoice.number(), new BigDecimal("9.000"));
        assertThat(ours("invoices-since", invoice.changedAt().plusNanos(1), 10)
                        .getFirst()
                        .path("state")
                        .asText())
                .isEqualTo("paid");
        assertThat(erp.answer("open-invoices", customer()).path("items")).isEmpty();
    }

    @Test
    void neverPostsADraftOfOurReferenceWithAnotherContent() {
        halfFinished("ensure-entry", entry(reference, "3.000"));
        erp.refuses("ensure-entry", entry(reference, "3.001"), 409, null, "REFERENCE_CONFLICT");
        String ofInvoice = TransferId.next().text();
        halfFinished("ensure-invoice", invoice(ofInvoice, "3.000"));
        erp.refuses("ensure-invoice", invoice(ofInvoice, "3.001"), 409, null, "REFERENCE_CONFLICT");
        assertThat(ours("entries-since", null, 100)).isEmpty();
        assertThat(ours("invoices-since", null, 100)).isEmpty();
    }

    @Test
    void whatIsThereAlreadyIsSaidAndNothingIsMadeTwice() {
        String document = invoice(reference, "10.000");
        JsonNode invoice = erp.answer("ensure-invoice", document);
        erp.refuses("ensure-invoice", document, 409, null, "DUPLICATE_POSTING");
        String payment =
                payment(TransferId.next().text(), invoice.path("number").asText(), "10.000");
        halfFinished("ensure-invoice-paid", payment);
        assertThat(erp.answer("open-invoices", customer()).path("items")).hasSize(1);
        erp.answer("ensure-invoice-paid", payment);
        erp.refuses("ensure-invoice-paid", payment, 409, null, "DUPLICATE_POSTING");
        erp.refuses("ensure-invoice-paid", payment.replace("10.000", "9.000"), 409, null, "REFERENCE_CONFLICT");
        assertThat(erp.answer("open-invoices", customer()).path("items")).isEmpty();
        assertThat(erp.answer("balance", customer()).at("/balance/amount").asText())
                .isEqualTo("-10.000");
    }

    @Test
    void refusesWhatCannotBeAndMakesNothing() {
        JsonNode invoice = erp.answer("ensure-invoice", invoice(reference, "10.000"));
        String id = invoice.path("id").asText();
        String other = TransferId.next().text();
        erp.refuses("ensure-invoice-paid", payment(other, id, "10.001"), 422, null, "AMOUNT_EXCEEDS_OPEN");
        erp.refuses("ensure-invoice-paid", payment(other, "INV-9", "1.000"), 422, null, "INVOICE_UNKNOWN");
        erp.refuses("ensure-credit-note", credit(other, "no-such"), 422, null, "INVOICE_UNKNOWN");
        erp.refuses("ensure-reversal", reversal(other, "no-such"), 422, null, "ORIGINAL_UNKNOWN");
        erp.refuses("ensure-invoice", invoice(other, "1.0001"), 422, null, "AMOUNT_SCALE");
        standIn.closePeriodUntil(LocalDate.of(2026, 11, 30));
        erp.refuses("ensure-invoice", invoice(other, "1.000"), 423, null, "PERIOD_CLOSED");
        assertThat(ours("invoices-since", null, 100)).hasSize(1);
        assertThat(ours("entries-since", null, 100)).isEmpty();
    }

    @Test
    void anEntryIsTakenBackOnceWhoeverDoesIt() {
        erp.answer("ensure-entry", entry(reference, "5.000"));
        String back = reversal(TransferId.next().text(), reference);
        erp.answer("ensure-reversal", back);
        erp.refuses("ensure-reversal", back, 409, null, "DUPLICATE_POSTING");
        erp.refuses("ensure-reversal", reversal(TransferId.next().text(), reference), 409, null, "ALREADY_REVERSED");
        String other = TransferId.next().text();
        String person =
                erp.answer("ensure-entry", entry(other, "2.000")).path("id").asText();
        standIn.cancel(person);
        erp.refuses("ensure-reversal", reversal(TransferId.next().text(), other), 409, null, "ALREADY_REVERSED");
        assertThat(erp.answer("balance", customer()).at("/balance/amount").asText())
                .isEqualTo("0.000");
    }

    /** The process was killed, or the connection was lost, before the ERP posted what it had created. */
    private static void halfFinished(String operation, String document) {
        standIn.fault(
                Fault.of(Fault.Mode.DRAFT_THEN_RESET).only(Fault.Scope.WRITES).times(1));
        Exchange lost = erp.ask(operation, document);
        assertThat(lost.getException()).isNotNull();
    }

    /** Those of this test's customer. */
    private List<JsonNode> ours(String operation, @Nullable Instant since, int limit) {
        return erp.pages(operation, since == null ? null : since.toString(), limit).stream()
                .filter(item -> item.path("customer").asText().equals(customer))
                .toList();
    }

    private String customer() {
        return "{\"customer\":\"" + customer + "\"}";
    }

    private String entry(String ofReference, String amount) {
        return """
                {"reference":"%s","kind":"wallet-recharge","customer":"%s","date":"2026-11-22","currency":"KWD",
                 "lines":[{"account":"1101","debit":"%s"},{"account":"2301","credit":"%s"}],"text":"Recharge"}""".formatted(ofReference, customer, amount, amount);
    }

    private String invoice(String ofReference, String amount) {
        return """
                {"reference":"%s","customer":"%s","date":"2026-11-22","currency":"KWD","text":"November",
                 "lines":[{"text":"Plan","account":"4001","amount":"%s"}]}""".formatted(ofReference, customer, amount);
    }

    private String payment(String ofReference, String invoice, String amount) {
        return """
                {"reference":"%s","invoice":"%s","customer":"%s","date":"2026-11-22","amount":{"amount":"%s","currency":"KWD"}}""".formatted(ofReference, invoice, customer, amount);
    }

    private static String credit(String ofReference, String invoice) {
        return "{\"reference\":\"%s\",\"invoice\":\"%s\",\"date\":\"2026-11-23\"}".formatted(ofReference, invoice);
    }

    private static String reversal(String ofReference, String original) {
        return "{\"reference\":\"%s\",\"ofReference\":\"%s\",\"date\":\"2026-11-23\"}".formatted(ofReference, original);
    }
}
