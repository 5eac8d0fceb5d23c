package wallethub.reconciliation.camel;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import wallethub.reconciliation.ErpLines;
import wallethub.reconciliation.ErpUnreadableException;

/** The ERP's lines by the operation {@code entries-since} of the connector in use. */
@Component
class ConnectorErpLines implements ErpLines {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int OK = 200;

    private final CamelContext camel;
    private final String connector;
    private @Nullable ProducerTemplate template;

    ConnectorErpLines(CamelContext camel, @Value("${hub.erp.connector:rest}") String connector) {
        this.camel = camel;
        this.connector = connector;
    }

    @Override
    public String system() {
        return connector;
    }

    @Override
    public byte[] page(@Nullable String after, int limit) {
        String operation = "direct:" + connector + ".entries-since";
        if (!camel.getRoutes().stream()
                .anyMatch(route -> route.getEndpoint().getEndpointUri().equals("direct://" + operation.substring(7)))) {
            throw new ErpUnreadableException("OPERATION_MISSING", "the connector cannot list what is posted", false);
        }
        Exchange exchange = camel.getEndpoint(operation).createExchange(ExchangePattern.InOut);
        exchange.getMessage().setBody(request(after, limit));
        return answer(template().send(operation, exchange));
    }

    private static String request(@Nullable String after, int limit) {
        ObjectNode request = JSON.createObjectNode();
        request.putNull("since");
        request.put("after", after);
        request.put("limit", limit);
        return request.toString();
    }

    private static byte[] answer(Exchange exchange) {
        Exception failure = exchange.getException();
        if (failure != null) {
            throw new ErpUnreadableException(
                    failure.getClass().getSimpleName(), "the call of the ERP came to no answer", true);
        }
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, OK, int.class);
        if (status != OK) {
            // A refused login is not tried again and again: it would lock the user.
            boolean again = status == 408 || status == 429 || status >= 500;
            throw new ErpUnreadableException("HTTP_" + status, "the ERP refused to be read", again);
        }
        return Objects.requireNonNullElseGet(message.getBody(byte[].class), () -> "".getBytes(StandardCharsets.UTF_8));
    }

    private synchronized ProducerTemplate template() {
        if (template == null) {
            template = camel.createProducerTemplate();
        }
        return template;
    }
}
