package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import wallethub.lane.HubHeaders;

/** The operations of one connector of the ERP kind, called as the hub's routes call them. */
record ErpOperations(CamelContext camel, String connector) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGES_MAX = 200;

    /** What the operation answers, which must be 200 or 201. */
    JsonNode answer(String operation, String document) {
        Exchange answered = ask(operation, document);
        String body = answered.getMessage().getBody(String.class);
        assertThat(status(answered))
                .as(body + " " + answered.getMessage().getHeader(HubHeaders.OUTCOME_MESSAGE))
                .isIn(200, 201);
        return json(body);
    }

    /** @param outcome what the operation itself says of it; null where the mapping is to say it */
    void refuses(String operation, String document, int status, @Nullable String outcome, String code) {
        Exchange answered = ask(operation, document);
        String body = answered.getMessage().getBody(String.class);
        assertThat(status(answered)).as(body).isEqualTo(status);
        assertThat(json(body).path("error").path("code").asText()).as(body).isEqualTo(code);
        String said = answered.getMessage().getHeader(HubHeaders.OUTCOME, String.class);
        assertThat(said == null ? null : said.toLowerCase(Locale.ROOT)).as(body).isEqualTo(outcome);
    }

    /** Everything that a reading operation gives since then, page by page. */
    List<JsonNode> pages(String operation, @Nullable String since, int limit) {
        List<JsonNode> items = new ArrayList<>();
        @Nullable String after = null;
        for (int page = 0; page < PAGES_MAX; page++) {
            ObjectNode wanted = JSON.createObjectNode()
                    .put("since", since)
                    .put("after", after)
                    .put("limit", limit);
            JsonNode answer = answer(operation, wanted.toString());
            assertThat(answer.path("items").size()).isLessThanOrEqualTo(limit);
            answer.path("items").forEach(items::add);
            if (answer.path("next").isNull()) {
                return items;
            }
            after = answer.path("next").asText();
        }
        throw new AssertionError("more than " + PAGES_MAX + " pages");
    }

    Exchange ask(String operation, String document) {
        return camel.createFluentProducerTemplate()
                .to("direct:" + connector + "." + operation)
                .withBody(document)
                .request(Exchange.class);
    }

    private static int status(Exchange answered) {
        assertThat(answered.getException()).isNull();
        return answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    }

    static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(body, e);
        }
    }
}
