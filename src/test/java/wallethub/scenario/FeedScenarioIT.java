package wallethub.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.embedded.standin.ErpEntry;
import wallethub.embedded.standin.ErpInvoice;
import wallethub.scenario.World.Person;
import wallethub.scenario.World.Recharge;
import wallethub.scenario.World.Reply;

/** What the ERP books and invoices by itself, read by polling over an overlap of two seconds. */
class FeedScenarioIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration OVERLAP = Duration.ofSeconds(2);

    private static final World WORLD = World.with(Map.of(
            "hub.erp.feed.every",
            "1s",
            "hub.erp.feed.overlap",
            "2s",
            "hub.erp.feed.page",
            "2",
            // Never by itself: the tests say when.
            "hub.erp.feed.full",
            "0 0 0 1 1 ? 2099"));

    private final JdbcClient behind = JdbcClient.create(WORLD.database());

    @AfterAll
    static void stop() {
        WORLD.close();
    }

    @AfterEach
    void booksAgree() {
        WORLD.erp.commitLate(Duration.ZERO);
        WORLD.checkLedger();
    }

    @Test
    void aCorrectionOfTheAccountantChangesTheWalletOnceAndIsNotSentBack() {
        Person person = WORLD.person();
        Recharge recharge = WORLD.recharge(person, "10.000");
        WORLD.stripe.pay(recharge.session());
        WORLD.awaitErp(person, "10.000");

        ErpEntry booked = book(person, "-12.500");

        WORLD.awaitBalance(person, "-2.500");
        JsonNode line = WORLD.get(person, "/wallet/transactions").body().at("/items/0");
        assertThat(line.path("origin").asText()).isEqualTo("erp");
        assertThat(line.path("kind").asText()).isEqualTo("erp_entry");
        assertThat(line.at("/debit/amount").asText()).isEqualTo("12.500");
        assertThat(line.at("/erp/state").asText()).isEqualTo("confirmed");
        assertThat(line.at("/erp/number").asText()).isEqualTo(booked.number());
        assertThat(WORLD.get(person, "/wallet/transactions")
                        .body()
                        .at("/items/1/origin")
                        .asText())
                .isEqualTo("hub");
        awaitReadings("entries", 2);
        assertThat(WORLD.balance(person)).isEqualTo("-2.500");
        assertThat(WORLD.erp.entriesOf(person.customer().externalId())).hasSize(2);
        assertThat(WORLD.get(person, "/wallet")
                        .body()
                        .at("/erp/inFlight/amount")
                        .asText())
                .isEqualTo("0.000");
        assertThat(findings()).isEmpty();
    }

    @Test
    void manyCorrectionsOfOneMomentAreReadPageByPageAndEachOnce() {
        Person person = WORLD.person();
        for (int i = 0; i < 15; i++) {
            var unused = book(person, "1.001");
        }

        WORLD.awaitBalance(person, "15.015");

        awaitReadings("entries", 2);
        assertThat(lines(person)).isEqualTo(15);
    }

    @Test
    void aCancelledRechargeIsTheErpsOwnEntry() {
        Person person = WORLD.person();
        Recharge recharge = WORLD.recharge(person, "10.000");
        WORLD.stripe.pay(recharge.session());
        WORLD.awaitErp(person, "10.000");
        String entry =
                WORLD.erp.entriesOf(person.customer().externalId()).getFirst().id();

        var unused = WORLD.erp.cancel(entry);

        // Its origin has a reference of ours: the reconciliation looks at it, the wallet is not changed by it.
        await("noted twice").atMost(PATIENCE).until(() -> noted(person) == 2);
        assertThat(WORLD.balance(person)).isEqualTo("10.000");
    }

    @Test
    void aRowThatIsVisibleLateWithinTheOverlapIsReadByThePolls() {
        Person late = WORLD.person();
        Person other = WORLD.person();
        WORLD.erp.commitLate(Duration.ofMillis(1500));
        var unused = book(late, "1.000");
        WORLD.erp.commitLate(Duration.ZERO);
        unused = book(other, "2.000");

        WORLD.awaitBalance(other, "2.000");
        WORLD.awaitBalance(late, "1.000");
    }

    @Test
    void aRowThatIsVisibleLaterThanTheOverlapIsFoundByTheFullCompare() {
        Person late = WORLD.person();
        Person other = WORLD.person();
        Duration transaction = Duration.ofSeconds(6);
        WORLD.erp.commitLate(transaction);
        ErpEntry row = book(late, "1.000");
        WORLD.erp.commitLate(Duration.ZERO);
        Instant begun = row.changedAt();
        // Something newer is read meanwhile, so that the position is past the row by more than the overlap.
        await("the position is past it").atMost(PATIENCE).until(() -> {
            ErpEntry newer = book(other, "0.001");
            assertThat(newer.isPosted()).isTrue();
            return feedTime("entries", "read_through")
                    .isAfter(begun.plus(OVERLAP).plusSeconds(1));
        });
        await("it is visible and was polled for")
                .atMost(PATIENCE)
                .until(() -> feedTime("entries", "read_at")
                        .isAfter(begun.plus(transaction).plusSeconds(3)));
        assertThat(WORLD.balance(late)).isEqualTo("0.000");

        readFully("entries");

        WORLD.awaitBalance(late, "1.000");
        assertThat(lines(late)).isOne();
    }

    @Test
    void aCustomerWhoArrivesAfterTheirEntryIsWaitedFor() {
        Person person = WORLD.person();
        String unknown = "C-later-" + person.customer().externalId();
        knownToTheErp(unknown);
        var unused = WORLD.erp.book(unknown, new BigDecimal("3.000"), "KWD", "before the CRM told of them");
        await("tried")
                .atMost(PATIENCE)
                .until(() -> behind.sql(
                                        "select count(*) from lane_v_delivery where lane = 'erp-feed' and code = 'CUSTOMER_UNKNOWN'")
                                .query(Long.class)
                                .single()
                        == 1);

        Person arrived = WORLD.person("en", unknown);

        WORLD.awaitBalance(arrived, "3.000");
    }

    @Test
    void invoicesAreReadByTheirCustomerAsTheyGoThroughTheErp() {
        Person person = WORLD.person();
        ErpInvoice invoice =
                WORLD.erp.invoice(person.customer().externalId(), new BigDecimal("30.000"), "KWD", "Visit");

        JsonNode open = awaitInvoice(person, "open", "30.000");
        assertThat(open.path("number").asText()).isEqualTo(invoice.number());
        assertThat(open.at("/total/amount").asText()).isEqualTo("30.000");
        assertThat(open.path("text").asText()).isEqualTo("Visit");
        assertThat(open.path("dueDate").asText()).isEqualTo(invoice.dueDate().toString());

        var unused = WORLD.erp.payInvoice(invoice.number(), new BigDecimal("12.500"));
        JsonNode left = awaitInvoice(person, "open", "17.500");
        assertThat(left.path("id")).isEqualTo(open.path("id"));
        unused = WORLD.erp.payInvoice(invoice.number(), new BigDecimal("17.500"));
        JsonNode paid = awaitInvoice(person, "paid", "0.000");
        assertThat(WORLD.get(person, "/invoices/" + open.path("id").asText()).body())
                .isEqualTo(paid)
                .isEqualTo(invoices(person, "?state=paid").at("/items/0"));

        ErpInvoice other = WORLD.erp.invoice(person.customer().externalId(), new BigDecimal("5.000"), "KWD", "Fee");
        unused = WORLD.erp.cancelInvoice(other.number());
        await("cancelled")
                .atMost(PATIENCE)
                .until(() -> invoices(person, "?state=cancelled")
                        .at("/items/0/number")
                        .asText()
                        .equals(other.number()));
        assertThat(invoices(person, "?state=open").path("items")).isEmpty();
    }

    @Test
    void theListGoesOnByItsCursorForItsCustomerAndFilterOnly() {
        Person person = WORLD.person();
        Person stranger = WORLD.person();
        List<String> made = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            made.addFirst(WORLD.erp
                    .invoice(person.customer().externalId(), BigDecimal.valueOf(i), "KWD", "")
                    .number());
        }
        await("mirrored")
                .atMost(PATIENCE)
                .until(() -> invoices(person, "").at("/page/totalItems").asInt() == 12);

        JsonNode first = invoices(person, "");
        String next = first.path("next").asText();
        List<String> read = new ArrayList<>(first.path("items").findValuesAsText("number"));
        assertThat(read).hasSize(10);
        JsonNode second = invoices(person, next);
        read.addAll(second.path("items").findValuesAsText("number"));
        assertThat(read).containsExactlyInAnyOrderElementsOf(made);
        assertThat(second.has("next")).isFalse();

        assertThat(WORLD.get(stranger, "/invoices" + next).status()).isEqualTo(422);
        assertThat(WORLD.get(person, "/invoices" + next + "&state=paid").status())
                .isEqualTo(422);
        assertThat(WORLD.get(person, "/invoices?cursor=" + "x".repeat(40)).status())
                .isEqualTo(422);
        assertThat(WORLD.get(person, "/invoices?state=draft").status()).isEqualTo(422);
        String id = first.at("/items/0/id").asText();
        Reply foreign = WORLD.get(stranger, "/invoices/" + id);
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.body().path("code").asText()).isEqualTo("NOT_FOUND");
        assertThat(invoices(stranger, "").path("items")).isEmpty();
        assertThat(WORLD.get(person, "/invoices/" + id).status()).isEqualTo(200);
    }

    @Test
    void theAgeOfEachFeedIsShown() {
        awaitReadings("entries", 1);
        awaitReadings("invoices", 1);

        JsonNode feeds = WORLD.health("deps").body().at("/components/feeds");

        assertThat(feeds.path("status").asText()).isEqualTo("UP");
        assertThat(feeds.path("details").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("entries", "invoices");
    }

    private static void knownToTheErp(String customer) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(WORLD.erp.url() + "/customers/" + customer))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer erp-token-of-the-tests")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"name\": \"Later\", \"currency\": \"KWD\"}"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(201);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ErpEntry book(Person person, String amount) {
        return WORLD.erp.book(person.customer().externalId(), new BigDecimal(amount), "KWD", "by hand");
    }

    /** So many readings began and ended from now on. */
    private void awaitReadings(String feed, int readings) {
        for (int i = 0; i < readings; i++) {
            Instant before = feedTime(feed, "read_at");
            await("another reading")
                    .atMost(PATIENCE)
                    .until(() -> feedTime(feed, "read_at").isAfter(before));
        }
    }

    private Instant feedTime(String feed, String column) {
        return behind.sql("select coalesce(%s, 'epoch') from books_v_feed where feed = :feed".formatted(column))
                .param("feed", feed)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant)
                .orElse(Instant.EPOCH);
    }

    private void readFully(String feed) {
        ProducerTemplate template = WORLD.hub().getBean(CamelContext.class).createProducerTemplate();
        template.send("direct:erp-feed.read", exchange -> {
            exchange.setProperty("feed", feed);
            exchange.setProperty("full", "true");
        });
    }

    private JsonNode awaitInvoice(Person person, String state, String open) {
        await(state + " " + open).atMost(PATIENCE).untilAsserted(() -> {
            JsonNode one = invoices(person, "").at("/items/0");
            assertThat(one.path("state").asText()).isEqualTo(state);
            assertThat(one.at("/open/amount").asText()).isEqualTo(open);
        });
        return invoices(person, "").at("/items/0");
    }

    private static JsonNode invoices(Person person, String query) {
        return WORLD.get(person, "/invoices" + query).body();
    }

    private long lines(Person person) {
        return behind.sql("select count(*) from ledger_v_wallet_entry where customer_id = :customer")
                .param("customer", person.id())
                .query(Long.class)
                .single();
    }

    private long noted(Person person) {
        return behind.sql("select count(*) from books_v_entry where customer = :customer and origin = 'hub'")
                .param("customer", person.customer().externalId())
                .query(Long.class)
                .single();
    }

    private List<String> findings() {
        return behind.sql("select cause || ' ' || item_id from books_v_finding")
                .query(String.class)
                .list();
    }
}
