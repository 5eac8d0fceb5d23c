package wallethub.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import wallethub.certify.Movements.Person;
import wallethub.certify.Movements.Recharge;
import wallethub.certify.Movements.Transfer;

/**
 * What meets the questions to the ERP: an answer that is none must not be taken for one, and the next is right. And what a
 * reader relies on: pages without gaps, and an overlap that brings everything at least once.
 */
final class ReadRows {

    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration OVERLAP = Duration.ofSeconds(60);
    private static final int PAGES_MAX = 2_000;

    private final ErpSide erp;
    private final FaultProxy proxy;
    private final Movements movements;
    private final Operations operations;
    private final Instant begin;
    private final AtomicInteger mark = new AtomicInteger(100_000);

    /** A question about one customer, and the words by which its requests are known. */
    private record Question(String operation, ObjectNode document, String words) {}

    /** @param begin nothing of this certification was booked before it */
    ReadRows(ErpSide erp, FaultProxy proxy, Movements movements, Operations operations, Instant begin) {
        this.erp = erp;
        this.proxy = proxy;
        this.movements = movements;
        this.operations = operations;
        this.begin = begin;
    }

    List<Row> all() {
        List<Row> rows = new ArrayList<>();
        Map<String, Trouble> faults = new LinkedHashMap<>();
        faults.put("ok", Trouble.none());
        faults.put("time-out", new Trouble.LoseRequest());
        faults.put("reset", new Trouble.ResetAfter());
        faults.put("answer cut off", new Trouble.Truncate());
        faults.put("429 with Retry-After", Trouble.tooMany(1));
        faults.put("500", Trouble.answer(500, "{}"));
        faults.put("malformed answer", Trouble.malformed());
        faults.put("slow", new Trouble.Drip(SLOW));
        for (String operation : List.of("find-by-reference", "balance", "entries-since", "invoices-since")) {
            faults.forEach(
                    (fault, trouble) -> rows.add(new Row(fault, operation, false, () -> play(operation, trouble))));
        }
        rows.add(new Row("pagination", "entries-since", false, this::pages));
        rows.add(new Row("overlap polling", "entries-since", false, this::overlap));
        if (erp.hasSessions()) {
            rows.add(new Row("session expired", "entries-since", true, this::sessionExpired));
        }
        return rows;
    }

    private void play(String operation, Trouble trouble) {
        Person person = booked(1);
        Question question = question(operation, person);
        JsonNode right = right(question, person);
        proxy.when(passage -> erp.mentions(passage, question.words()), 1, trouble);
        Operations.Answer troubled = operations.ask(operation, question.document());
        assertThat(proxy.passages().stream().filter(passage -> passage.trouble().equals(trouble)))
                .as("requests that met the fault")
                .anyMatch(passage -> erp.mentions(passage, question.words()));
        if (trouble instanceof Trouble.None || trouble instanceof Trouble.Drip) {
            assertThat(troubled.isGood()).as("answered " + troubled).isTrue();
            assertThat(own(operation, troubled.body(), person))
                    .as("the slow answer")
                    .isEqualTo(right);
        } else {
            assertThat(troubled.isGood()).as("taken for an answer: " + troubled).isFalse();
        }
        assertThat(right(question, person)).as("the next answer").isEqualTo(right);
    }

    private Question question(String operation, Person person) {
        ObjectNode document = Operations.document();
        return switch (operation) {
            case "find-by-reference" -> {
                String reference = movements.transfers(person).getFirst().id();
                yield new Question(operation, document.put("reference", reference), reference);
            }
            case "balance" ->
                new Question(operation, document.put("customer", person.externalId()), person.externalId());
            default -> {
                // Its fraction is nobody else's.
                int micros = mark.incrementAndGet();
                Instant since = begin.truncatedTo(ChronoUnit.SECONDS).plus(micros, ChronoUnit.MICROS);
                document.put("since", since.toString()).putNull("after").put("limit", 1_000);
                yield new Question(operation, document, Integer.toString(micros));
            }
        };
    }

    /** The answer without a fault, as far as it is about the person; what it says is compared with the ERP itself. */
    private JsonNode right(Question question, Person person) {
        Operations.Answer answer = operations.ask(question.operation(), question.document());
        assertThat(answer.isGood()).as("answered " + answer).isTrue();
        JsonNode own = own(question.operation(), answer.body(), person);
        List<Transfer> transfers = movements.transfers(person);
        switch (question.operation()) {
            case "find-by-reference" ->
                assertThat(own.findValuesAsText("number"))
                        .containsExactly(transfers.getFirst().number());
            case "balance" -> {
                BigDecimal sum = transfers.stream().map(Transfer::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(new BigDecimal(own.at("/balance/amount").asText())).isEqualByComparingTo(sum);
            }
            case "entries-since" -> assertThat(references(own)).containsExactlyElementsOf(ids(transfers));
            default -> assertThat(own.isArray()).isTrue();
        }
        return own;
    }

    private static JsonNode own(String operation, JsonNode body, Person person) {
        return switch (operation) {
            case "balance" -> ((ObjectNode) body).without("readAt");
            case "find-by-reference" -> body;
            default -> {
                var items = Operations.document().putArray("items");
                body.path("items").forEach(item -> {
                    if (item.path("customer").asText().equals(person.externalId())) {
                        items.add(item);
                    }
                });
                yield items;
            }
        };
    }

    /** Page by page everything comes, each line once, and the last page says that it is the last. */
    private void pages() {
        Person person = booked(3);
        Set<String> lines = new HashSet<>();
        Set<String> references = new TreeSet<>();
        ObjectNode document = Operations.document()
                .put("since", begin.toString())
                .putNull("after")
                .put("limit", 2);
        for (int page = 0; page < PAGES_MAX; page++) {
            Operations.Answer answer = operations.ask("entries-since", document);
            assertThat(answer.isGood()).as("page %d: %s", page, answer).isTrue();
            assertThat(answer.body().path("items").size())
                    .as("lines of page %d", page)
                    .isLessThanOrEqualTo(2);
            answer.body().path("items").forEach(item -> {
                assertThat(lines.add(item.path("id").asText()))
                        .as("line comes once: " + item)
                        .isTrue();
                if (item.path("customer").asText().equals(person.externalId())) {
                    references.add(item.path("reference").asText());
                }
            });
            if (answer.body().path("next").isNull()) {
                assertThat(references).containsExactlyInAnyOrderElementsOf(ids(movements.transfers(person)));
                return;
            }
            document.set("after", answer.body().path("next"));
        }
        throw new AssertionError("more than " + PAGES_MAX + " pages");
    }

    /** What came before comes again, what is new comes too, and by id and time of change the reader tells which is which. */
    private void overlap() {
        Person person = booked(1);
        List<JsonNode> first = since(begin, person);
        Set<String> seen = first.stream().map(ReadRows::version).collect(Collectors.toSet());
        Instant latest = first.stream()
                .map(item -> Instant.parse(item.path("changedAt").asText()))
                .max(Instant::compareTo)
                .orElseThrow();
        Recharge more = movements.recharge(person, "4.440");
        movements.pay(more);
        awaitSettled(person, 2);
        List<JsonNode> second = since(latest.minus(OVERLAP), person);
        assertThat(second.stream().map(ReadRows::version))
                .as("what came before comes again")
                .containsAll(seen);
        List<JsonNode> fresh =
                second.stream().filter(item -> !seen.contains(version(item))).toList();
        assertThat(fresh).as("what is new").hasSize(1);
        assertThat(fresh.getFirst().path("reference").asText())
                .isEqualTo(movements.transfers(person).getLast().id());
        Instant changed = Instant.parse(fresh.getFirst().path("changedAt").asText());
        assertThat(since(changed, person).stream().map(ReadRows::version))
                .as("changed at this very moment")
                .contains(version(fresh.getFirst()));
        assertThat(since(changed.plusSeconds(1), person)).as("changed after it").isEmpty();
    }

    private void sessionExpired() {
        Person person = booked(1);
        erp.endSessions();
        assertThat(since(begin, person)).hasSize(1);
    }

    private List<JsonNode> since(Instant since, Person person) {
        ObjectNode document = Operations.document()
                .put("since", since.toString())
                .putNull("after")
                .put("limit", 1_000);
        Operations.Answer answer = operations.ask("entries-since", document);
        assertThat(answer.isGood()).as("answered " + answer).isTrue();
        List<JsonNode> own = new ArrayList<>();
        own("entries-since", answer.body(), person).forEach(own::add);
        return own;
    }

    private static String version(JsonNode item) {
        return item.path("id").asText() + " " + item.path("changedAt").asText();
    }

    /** A customer with so many entries in the ERP. */
    private Person booked(int entries) {
        Person person = movements.person();
        for (int i = 1; i <= entries; i++) {
            movements.pay(movements.recharge(person, i + ".230"));
        }
        awaitSettled(person, entries);
        return person;
    }

    private void awaitSettled(Person person, int entries) {
        Supplier<Boolean> done = () -> movements.deliveries(person).stream()
                        .filter(delivery -> delivery.state().equals("settled"))
                        .count()
                == entries + 1;
        await("entries of " + person.externalId())
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(done::get);
    }

    private static List<String> ids(List<Transfer> transfers) {
        return transfers.stream().map(Transfer::id).toList();
    }

    private static List<String> references(JsonNode items) {
        return items.findValuesAsText("reference");
    }
}
