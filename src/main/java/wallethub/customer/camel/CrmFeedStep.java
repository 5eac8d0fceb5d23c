package wallethub.customer.camel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.customer.CrmSignature;
import wallethub.lane.HubHeaders;
import wallethub.mapping.Mappings;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;

/**
 * The step {@code process: {ref: crm-feed-verify}}: lets a signed document of the CRM pass to {@code lane:crm-feed}, with
 * its ordering key (the customer), its idempotency key (the webhook's id) and its mapping, another one for a customer that the
 * CRM has erased; refuses everything else.
 *
 * <p>Reads the body as the bytes that came and leaves them as they are. Keeps nothing; the lane does.
 */
@Component("crm-feed-verify")
class CrmFeedStep implements Processor {

    private static final Logger log = LoggerFactory.getLogger(CrmFeedStep.class);
    private static final String CUSTOMER = "crm.customer";
    private static final String ERASURE = "crm.erasure";
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(32).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final CrmSignature signature;
    private final Mappings mappings;

    CrmFeedStep(CrmSignature signature, Mappings mappings) {
        this.signature = signature;
        this.mappings = mappings;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] body = body(message);
        String id = message.getHeader("webhook-id", String.class);
        verify(message, id, body);
        JsonNode document = parsed(body);
        String mapping = document.path("erased").asBoolean() ? ERASURE : CUSTOMER;
        message.setBody(body);
        message.setHeader(HubHeaders.MAPPING, mapping);
        message.setHeader(HubHeaders.IDEMPOTENCY_KEY, id);
        message.setHeader(HubHeaders.KEY, key(id, mapping, document));
    }

    private void verify(Message message, String id, byte[] body) {
        if (!signature.knows(message.getHeader("endpointId", String.class))) {
            throw new ProblemException(ErrorCode.NOT_FOUND, "there is no feed at this path");
        }
        boolean proven = signature.proves(
                id,
                message.getHeader("webhook-timestamp", String.class),
                message.getHeader("webhook-signature", String.class),
                body);
        if (!proven) {
            log.atWarn().addKeyValue("feed", "crm").log("callback refused: its signature proves nothing");
            throw new ProblemException(ErrorCode.SIGNATURE_INVALID, "the signature does not prove the document");
        }
    }

    // A customer that cannot be read is stored under the webhook's own id, where its mapping makes a dead letter of it.
    private String key(String id, String mapping, JsonNode document) {
        return mappings.active()
                .find(mapping)
                .flatMap(one -> one.orderingKey(document))
                .filter(key -> !key.isBlank())
                .orElse(id);
    }

    private static byte[] body(Message message) {
        byte[] body = message.getBody(byte[].class);
        return body == null ? new byte[0] : body;
    }

    private static JsonNode parsed(byte[] body) {
        try {
            JsonNode document = JSON.readTree(body);
            if (document.isObject()) {
                return document;
            }
        } catch (JsonProcessingException e) {
            throw new ProblemException(ErrorCode.MALFORMED_JSON, "the document is not well-formed JSON");
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot fail to be read", e);
        }
        throw new ProblemException(ErrorCode.MALFORMED_JSON, "the document is not a JSON object");
    }
}
