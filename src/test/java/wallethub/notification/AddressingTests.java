package wallethub.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.customer.Customers;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;
import wallethub.testing.CustomerRow;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;

/** Number and language, looked up when the message is sent. */
class AddressingTests {

    private static final JsonMapper JSON = new JsonMapper();

    private final JdbcClient jdbc = JdbcClient.create(TestDatabase.fresh());
    private final TestClock clock = new TestClock(Instant.parse("2026-03-31T08:04:59Z"));
    private final Addressing addressing = new Addressing(new Customers(jdbc), clock);

    @Test
    void aCustomerGetsTheTextInHisLanguageAtHisNumber() throws IOException {
        CustomerId arab = customer("C-1", "+96550000001", "ar");
        CustomerId english = customer("C-2", "+96550000002", "en");
        assertThat(sent(message(arab)))
                .isEqualTo(JSON.readTree("{\"to\":\"+96550000001\",\"text\":\"نص\",\"language\":\"ar\"}"));
        assertThat(sent(message(english)))
                .isEqualTo(JSON.readTree("{\"to\":\"+96550000002\",\"text\":\"text\",\"language\":\"en\"}"));
    }

    @Test
    void aLanguageWithoutATextIsToldInEnglish() throws IOException {
        assertThat(sent(message(customer("C-1", "+96550000001", "ur")))
                        .path("text")
                        .asText())
                .isEqualTo("text");
    }

    @Test
    void aCorrectedNumberIsTheOneThatIsCalled() throws IOException {
        CustomerId customer = customer("C-1", "+96550000001", "en");
        assertThat(sent(message(customer)).path("to").asText()).isEqualTo("+96550000001");
        jdbc.sql("update customer_mirror set mobile = '+96550000009'").update();
        assertThat(sent(message(customer)).path("to").asText()).isEqualTo("+96550000009");
    }

    @Test
    void aMergedCustomerIsToldWhereTheSurvivorIs() throws IOException {
        CustomerId merged = customer("C-1", "+96550000001", "en");
        CustomerId survivor = customer("C-2", "+96550000002", "ar");
        jdbc.sql(
                        "insert into customer_alias (external_id, survivor_id, version, merged_at) values ('C-1', :id, 2, now())")
                .param("id", survivor.text())
                .update();
        JsonNode sent = sent(message(merged));
        assertThat(sent.path("to").asText()).isEqualTo("+96550000002");
        assertThat(sent.path("language").asText()).isEqualTo("ar");
    }

    @Test
    void aNumberIsCalledWithoutALookUp() throws IOException {
        JsonNode sent = sent("""
                {"to": {"mobile": "+96550000001", "language": "ar"}, "validUntil": "2026-03-31T08:05:00Z",
                 "texts": {"ar": {"text": "نص", "segments": 1}, "en": {"text": "text", "segments": 1}}}
                """);
        assertThat(sent).isEqualTo(JSON.readTree("""
                {"to": "+96550000001", "text": "نص", "language": "ar", "validUntil": "2026-03-31T08:05:00Z"}
                """));
    }

    @Test
    void aCodeThatIsOverIsNotSent() {
        String code = """
                {"to": {"mobile": "+96550000001", "language": "ar"}, "validUntil": "2026-03-31T08:05:00Z",
                 "texts": {"en": {"text": "text", "segments": 1}}}
                """;
        assertThat(addressing.address(code.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Addressed.Ready.class);
        clock.advance(Duration.ofSeconds(1));
        assertThat(nobody(code)).isEqualTo("EXPIRED");
    }

    @Test
    void nobodyIsToldWhereThereIsNobody() {
        assertThat(nobody(message(CustomerId.next()))).isEqualTo("CUSTOMER_UNKNOWN");
        assertThat(nobody("{\"to\": {\"customer\": \"cus_';--\"}, \"texts\": {}}"))
                .isEqualTo("CUSTOMER_UNKNOWN");
        assertThat(nobody(message(customer("C-1", "", "en")))).isEqualTo("NUMBER_MISSING");
        assertThat(nobody(message(customer("C-2", "unknown", "en")))).isEqualTo("NUMBER_MISSING");
    }

    private JsonNode sent(String mapped) throws IOException {
        Addressed addressed = addressing.address(mapped.getBytes(StandardCharsets.UTF_8));
        assertThat(addressed).isInstanceOf(Addressed.Ready.class);
        return JSON.readTree(((Addressed.Ready) addressed).document());
    }

    private String nobody(String mapped) {
        Addressed addressed = addressing.address(mapped.getBytes(StandardCharsets.UTF_8));
        assertThat(addressed).isInstanceOf(Addressed.Nobody.class);
        return ((Addressed.Nobody) addressed).code();
    }

    private static String message(CustomerId customer) {
        return """
                {"to": {"customer": "%s"},
                 "texts": {"ar": {"text": "نص", "segments": 1}, "en": {"text": "text", "segments": 1}}}
                """.formatted(customer);
    }

    private CustomerId customer(String externalId, String mobile, String language) {
        CustomerId id = CustomerId.next();
        new CustomerRow(id, WalletId.next(), externalId, mobile, language).insert(jdbc);
        return id;
    }
}
