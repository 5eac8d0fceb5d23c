package wallethub.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import wallethub.embedded.EmbeddedDefault;
import wallethub.embedded.TopicReader;
import wallethub.embedded.standin.ErpEntry;
import wallethub.embedded.standin.SmsStandIn;
import wallethub.money.Money;
import wallethub.testing.LedgerInvariants;

/** Gateway, wallets, ERP, topic and the customers' inboxes say the same, and nothing is in limbo. */
final class Agreement {

    private static final String CURRENCY = "KWD";
    private static final String TOPIC = "wallet.events.v1";
    // The gateway stand-in's longest pause between two attempts, the fence, the lease, and some room for a slow
    // machine.
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final JsonMapper JSON = new JsonMapper();

    private final EmbeddedDefault around;
    private final Shoppers shoppers;

    Agreement(EmbeddedDefault around, Shoppers shoppers) {
        this.around = around;
        this.shoppers = shoppers;
    }

    /** Waits until all agree; what still differs at the limit is the failure's message. */
    void await() {
        Awaitility.await("agreement")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(250))
                .ignoreException(UncheckedIOException.class)
                .untilAsserted(this::check);
    }

    String summary() {
        return "%d recharges, %s captured = credited = in the ERP, %d entries, each once"
                .formatted(
                        shoppers.purchases().size(),
                        Money.ofMinor(around.stripe().captured(CURRENCY), CURRENCY),
                        around.erp().entries().size());
    }

    private void check() throws SQLException {
        for (Shoppers.Shopper shopper : shoppers.people()) {
            checkShopper(shopper);
        }
        try (var connection = around.postgres().connect(around.database())) {
            JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            assertThat(limbo(jdbc)).as("deliveries in limbo").isEmpty();
            assertThat(texts(
                            jdbc, "select reference || ' ' || state from recharge_recharge where state <> 'succeeded'"))
                    .as("recharges that did not succeed")
                    .isEmpty();
            assertThat(texts(jdbc, "select operation || ' ' || key from operation_key where state = 'running'"))
                    .as("operations still running")
                    .isEmpty();
            List<String> transfers = texts(jdbc, "select id from ledger_transfer");
            assertThat(transfers).hasSize(shoppers.purchases().size());
            assertThat(around.erp().entries().stream().map(ErpEntry::reference))
                    .as("one ERP entry for each transfer")
                    .containsExactlyInAnyOrderElementsOf(transfers);
            assertThat(published())
                    .as("an event in the topic for each transfer")
                    .containsAll(transfers);
            assertThat(told())
                    .as("one message for each credit")
                    .containsExactlyInAnyOrderElementsOf(texts(
                            jdbc, "select split_part(idem, '/', 1) from lane_event where kind = 'recharge.succeeded'"));
            LedgerInvariants.check(jdbc);
        }
    }

    private void checkShopper(Shoppers.Shopper shopper) {
        Money captured = shoppers.purchases().stream()
                .filter(purchase -> purchase.shopper().equals(shopper))
                .map(Shoppers.Purchase::amount)
                .reduce(Money.ofMinor(0, CURRENCY), Money::plus);
        JsonNode wallet = shopper.portal().wallet();
        assertThat(wallet.at("/balance/amount").asText()).isEqualTo(captured.amount());
        assertThat(wallet.at("/erp/confirmed/amount").asText()).isEqualTo(captured.amount());
        assertThat(wallet.at("/erp/inFlight/amount").asText()).isEqualTo("0.000");
        assertThat(around.erp().entriesOf(shopper.externalId())).allMatch(ErpEntry::isPosted);
    }

    static List<String> limbo(JdbcClient jdbc) {
        return texts(
                jdbc,
                "select lane || ' ' || key || ' ' || state from lane_v_delivery where state not in ('settled', 'discarded')");
    }

    /** The inbox holds what was sent under one key once only if the hub never made a second key for it. */
    private List<String> told() {
        return around.sms().inbox().stream()
                .map(SmsStandIn.Message::key)
                .filter(key -> key.startsWith("evt_"))
                .toList();
    }

    private Set<String> published() {
        return TopicReader.all(around.brokers(), TOPIC).stream()
                .map(read -> tree(read.value()).at("/data/transferId").asText())
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static List<String> texts(JdbcClient jdbc, String query) {
        return jdbc.sql(query).query(String.class).list();
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the topic holds what is no JSON", e);
        }
    }
}
