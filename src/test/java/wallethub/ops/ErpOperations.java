package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import wallethub.lane.HubHeaders;

/** The operations of one connector of the ERP kind, called as the hub's routes call them. */
record ErpOperations(CamelContext camel, String connector) {

    private static final ObjectMapper JSON = new ObjectMapper();

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
