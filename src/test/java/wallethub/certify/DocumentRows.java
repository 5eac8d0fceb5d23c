package wallethub.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import wallethub.certify.Movements.Person;
import wallethub.id.TransferId;

/**
 * What meets the documents that are not entries of a recharge: each operation is called by itself, and again after the
 * fence, as a lane does it; then there is one document, finished, and every further call answers the same.
 */
final class DocumentRows {

    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ErpSide erp;
    private final FaultProxy proxy;
    private final Movements movements;
    private final Operations operations;
    private final Duration fence;
    private final LocalDate today;

    DocumentRows(
            ErpSide erp,
            FaultProxy proxy,
            Movements movements,
            Operations operations,
            Duration fence,
            LocalDate today) {
        this.erp = erp;
        this.proxy = proxy;
        this.movements = movements;
        this.operations = operations;
        this.fence = fence;
        this.today = today;
    }

    List<Row> all() {
        Map<String, Trouble> faults = new LinkedHashMap<>();
        faults.put("ok", Trouble.none());
        faults.put("time-out before commit", new Trouble.LoseRequest());
        faults.put("time-out after commit", new Trouble.LoseAnswer());
        faults.put("reset before commit", new Trouble.ResetBefore());
        faults.put("reset after commit", new Trouble.ResetAfter());
        faults.put("500", Trouble.answer(500, "{}"));
        faults.put("malformed answer", Trouble.malformed());
        faults.put("slow", new Trouble.Drip(SLOW));
        if (erp.refusesSecondCreate()) {
            faults.put("duplicate", new Trouble.Twice());
        }
        List<Row> rows = new ArrayList<>();
        for (String operation :
                List.of("ensure-invoice", "ensure-invoice-paid", "ensure-credit-note", "ensure-reversal")) {
            faults.forEach((fault, trouble) -> rows.add(new Row(
                    // Beside other work a system of one process may say "not now" by itself.
                    fault, operation, isHarmless(trouble) && erp.takesBatches(), () -> play(operation, trouble))));
        }
        return rows;
    }

    private void play(String operation, Trouble trouble) {
        String reference = TransferId.next().text();
        ObjectNode document = document(operation, reference);
        proxy.when(passage -> erp.writes(passage) && erp.mentions(passage, reference), 1, trouble);
        Operations.Answer first = operations.ask(operation, document);
        assertThat(proxy.passages().stream().filter(passage -> passage.trouble().equals(trouble)))
                .as("requests that met the fault")
                .anyMatch(passage -> erp.mentions(passage, reference));
        boolean harmless =
                trouble instanceof Trouble.None || trouble instanceof Trouble.Drip || trouble instanceof Trouble.Twice;
        assertThat(isThere(first)).as("answered " + first).isEqualTo(harmless);
        JsonNode done = await(operation + " again")
                .atMost(LIMIT)
                .pollDelay(harmless ? Duration.ZERO : fence)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> operations.ask(operation, document), DocumentRows::isThere)
                .body();
        JsonNode again = operations.ask(operation, document).body();
        assertThat(identity(again)).as("what a further call answers").isEqualTo(identity(done));
        assertThat(erp.documents(reference)).as("documents of the reference").isEqualTo(1);
        assertThat(erp.drafts(reference)).as("drafts of the reference").isZero();
    }

    private static boolean isHarmless(Trouble trouble) {
        return trouble instanceof Trouble.None || trouble instanceof Trouble.Drip || trouble instanceof Trouble.Twice;
    }

    private static boolean isThere(Operations.Answer answer) {
        return answer.isGood() || isAlready(answer);
    }

    /** The connector {@code rest} hands on that it is there already; the mapping takes that for done. */
    private static boolean isAlready(Operations.Answer answer) {
        return answer.body().at("/error/code").asText().equals("DUPLICATE_POSTING");
    }

    private static String identity(JsonNode answer) {
        JsonNode document = answer.has("error") ? answer.at("/error/existing") : answer;
        return document.path("id").asText() + " " + document.path("number").asText();
    }

    private ObjectNode document(String operation, String reference) {
        Person person = movements.person();
        movements.pay(movements.recharge(person, "5.000"));
        await("the entry")
                .atMost(LIMIT)
                .until(() -> movements.deliveries(person).stream()
                                .filter(delivery -> delivery.state().equals("settled"))
                                .count()
                        == 2);
        ObjectNode document = Operations.document().put("reference", reference).put("date", today.toString());
        switch (operation) {
            case "ensure-invoice" -> fillInvoice(document, person);
            case "ensure-invoice-paid" -> {
                document.put("invoice", invoice(person, TransferId.next().text()))
                        .put("customer", person.externalId())
                        .putObject("amount")
                        .put("amount", "1.000")
                        .put("currency", "KWD");
            }
            case "ensure-credit-note" -> {
                String invoice = TransferId.next().text();
                invoice(person, invoice);
                document.put("invoice", invoice);
            }
            default ->
                document.put(
                        "ofReference", movements.transfers(person).getFirst().id());
        }
        return document;
    }

    private String invoice(Person person, String reference) {
        ObjectNode invoice = Operations.document().put("reference", reference).put("date", today.toString());
        fillInvoice(invoice, person);
        return await("an invoice")
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> operations.ask("ensure-invoice", invoice), Operations.Answer::isGood)
                .body()
                .path("id")
                .asText();
    }

    private static void fillInvoice(ObjectNode invoice, Person person) {
        invoice.put("customer", person.externalId()).put("currency", "KWD").put("text", "November");
        invoice.putArray("lines")
                .addObject()
                .put("text", "Plan")
                .put("account", "4001")
                .put("amount", "3.000");
    }
}
