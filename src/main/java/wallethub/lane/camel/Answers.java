package wallethub.lane.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;
import wallethub.lane.Assignment;
import wallethub.lane.Attempted;
import wallethub.lane.Delivery;
import wallethub.lane.DeliveryRunner.Found;
import wallethub.lane.HubHeaders;
import wallethub.mapping.Mapping;
import wallethub.mapping.Mapping.Attempt;
import wallethub.mapping.Mapping.Classification;
import wallethub.mapping.Outcome;

/** Reads what a route came back with: the outcome a step said, an answer, or the exception instead of one. */
final class Answers {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int BODY_LENGTH_MAX = 1 << 20;
    /** Exchange property of an item that has no answer of its own. */
    static final String OF_THE_WHOLE = "HubOfTheWhole";

    private static final int TOO_MANY_REQUESTS = 429;

    private Answers() {}

    static Attempted attempted(Exchange exchange, Assignment assignment, Delivery.@Nullable Frozen document) {
        Exception failure = failure(exchange);
        Message message = exchange.getMessage();
        String said = message.getHeader(HubHeaders.OUTCOME, String.class);
        if (said != null && failure == null) {
            return new Attempted(
                    classification(Outcome.named(said), message, assignment.mapping()), document, null, true);
        }
        if (failure != null && Failures.isOurs(failure)) {
            Classification ours = new Classification(
                    Outcome.RETRY,
                    "HUB_DATABASE",
                    null,
                    null,
                    null,
                    null,
                    assignment.mapping().deadLetter().onPoison());
            return new Attempted(ours, document, stack(failure), false);
        }
        Attempt attempt = failure == null ? answer(message) : failed(failure);
        Classification classified = assignment.mapping().classify(attempt);
        boolean throttled = attempt.status() != null && attempt.status() == TOO_MANY_REQUESTS;
        return new Attempted(
                failure == null ? classified : withMessage(classified, failure),
                document,
                failure == null ? null : stack(failure),
                !throttled);
    }

    /**
     * Gives the answers of a batch to its items, but to those that never went out. An answer is an object with
     * {@code outcome}, {@code code}, {@code message}, {@code foreignId}, {@code foreignNumber}, or with {@code status} and
     * {@code body} for the mapping to classify. An item without one gets what the whole came back with.
     */
    static void handOut(Exchange batch, List<Exchange> items) {
        List<Exchange> sent =
                items.stream().filter(item -> item.getException() == null).toList();
        JsonNode answers = answers(batch, sent.size());
        for (int i = 0; i < sent.size(); i++) {
            Exchange item = sent.get(i);
            JsonNode own = answers.path(i);
            if (own.path("outcome").isTextual() || own.path("status").isInt()) {
                item.setMessage(answer(own, item));
            } else {
                item.setMessage(batch.getMessage().copy());
                item.setException(batch.getException());
                item.setProperty(OF_THE_WHOLE, true);
            }
        }
    }

    /** Those of the body, unless the route ended before it had them all. */
    private static JsonNode answers(Exchange batch, int count) {
        JsonNode whole =
                batch.getException() == null ? tree(batch.getMessage().getBody(String.class)) : JSON.nullNode();
        JsonNode answers = whole.isArray() ? whole : tree(batch.getProperty(HubHeaders.ANSWERS, String.class));
        if (answers.isArray() && answers.size() != count) {
            batch.setException(
                    new IllegalStateException(count + " documents were answered with a list of " + answers.size()));
            return JSON.missingNode();
        }
        return answers;
    }

    private static Message answer(JsonNode own, Exchange item) {
        Message message = new DefaultMessage(item);
        if (own.path("outcome").isTextual()) {
            message.setHeader(HubHeaders.OUTCOME, own.path("outcome").asText());
            message.setHeader(HubHeaders.OUTCOME_CODE, text(own, "code"));
            message.setHeader(HubHeaders.OUTCOME_MESSAGE, text(own, "message"));
            message.setHeader(HubHeaders.FOREIGN_ID, text(own, "foreignId"));
            message.setHeader(HubHeaders.FOREIGN_NUMBER, text(own, "foreignNumber"));
        } else {
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, own.path("status").intValue());
            message.setBody(
                    own.path("body").isMissingNode() ? null : own.path("body").toString());
        }
        return message;
    }

    /** What a batch was refused for says nothing of one of its documents. */
    static boolean isRefusal(Attempted whole) {
        return switch (whole.classification().outcome()) {
            case FATAL, HOLD, DISCARD -> true;
            case SUCCESS, RETRY, UNKNOWN, OUTAGE -> false;
        };
    }

    /** Whether the target did not answer, so that the next call would only wait again. */
    static boolean isSilence(Attempted attempted) {
        return switch (attempted.classification().outcome()) {
            case UNKNOWN, OUTAGE -> true;
            case SUCCESS, RETRY, HOLD, FATAL, DISCARD -> false;
        };
    }

    /** It comes again, and has spent nothing. */
    static Attempted notTried(Attempted whole, Assignment assignment) {
        Classification waits = new Classification(
                Outcome.RETRY,
                "NOT_TRIED",
                "another delivery of its batch had no answer",
                null,
                null,
                null,
                assignment.mapping().deadLetter().onPoison());
        return new Attempted(waits, whole.document(), null, false);
    }

    /** The connector answers a list of documents, or {@code {"items": [...]}}; each has id, number and perhaps state. */
    static Found found(Exchange exchange, Assignment assignment) {
        Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        if (failure(exchange) != null || (status != null && status >= 400 && status != 404)) {
            return new Found.Failed(attempted(exchange, assignment, null));
        }
        JsonNode body = tree(exchange.getMessage().getBody(String.class));
        JsonNode items = body.isArray() ? body : body.path("items");
        if (items.size() > 1) {
            return new Found.Many(items.size());
        }
        if (items.isEmpty() || !isWhole(items.get(0))) {
            return new Found.Absent();
        }
        return new Found.One(items.get(0).path("id").asText(), text(items.get(0), "number"));
    }

    /** A draft is not there yet: the same bytes go out again, and the connector finishes it. */
    private static boolean isWhole(JsonNode item) {
        return item.path("state").asText("posted").equals("posted");
    }

    private static @Nullable Exception failure(Exchange exchange) {
        Exception thrown = exchange.getException();
        return thrown != null ? thrown : null;
    }

    private static Classification classification(Outcome outcome, Message message, Mapping mapping) {
        String code = message.getHeader(HubHeaders.OUTCOME_CODE, String.class);
        return new Classification(
                outcome,
                code == null ? outcome.name() : code,
                message.getHeader(HubHeaders.OUTCOME_MESSAGE, String.class),
                message.getHeader(HubHeaders.FOREIGN_ID, String.class),
                message.getHeader(HubHeaders.FOREIGN_NUMBER, String.class),
                retryAfter(message.getHeader(HubHeaders.RETRY_AFTER, String.class)),
                mapping.deadLetter().onPoison());
    }

    private static @Nullable Duration retryAfter(@Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        String text = value.strip().toUpperCase(Locale.ROOT);
        return text.startsWith("P") ? Duration.parse(text) : Duration.ofSeconds(Long.parseLong(text));
    }

    private static Attempt answer(Message message) {
        Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        List<Mapping.Header> headers = new ArrayList<>();
        message.getHeaders().forEach((name, value) -> {
            if (!name.startsWith("Camel") && !name.startsWith("Hub") && value instanceof String text) {
                headers.add(new Mapping.Header(name, text));
            }
        });
        return new Attempt(status == null ? 200 : status, headers, body(message), null);
    }

    private static @Nullable String body(Message message) {
        String body = message.getBody(String.class);
        return body == null || body.length() <= BODY_LENGTH_MAX ? body : body.substring(0, BODY_LENGTH_MAX);
    }

    private static Attempt failed(Exception failure) {
        HttpOperationFailedException http = Failures.caused(failure, HttpOperationFailedException.class);
        if (http != null) {
            return new Attempt(http.getStatusCode(), headers(http.getResponseHeaders()), http.getResponseBody(), null);
        }
        return new Attempt(null, List.of(), null, Failures.named(failure));
    }

    private static List<Mapping.Header> headers(@Nullable Map<String, String> headers) {
        return headers == null
                ? List.of()
                : headers.entrySet().stream()
                        .map(each -> new Mapping.Header(each.getKey(), each.getValue()))
                        .toList();
    }

    private static Classification withMessage(Classification said, Exception failure) {
        String message = said.message() == null ? Failures.described(failure) : said.message();
        return new Classification(
                said.outcome(),
                said.code(),
                message,
                said.foreignId(),
                said.foreignNumber(),
                said.retryAfter(),
                said.onPoison());
    }

    private static String stack(Exception failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static JsonNode tree(@Nullable Object body) {
        try {
            return switch (body) {
                case null -> JSON.nullNode();
                case String text -> text.isBlank() ? JSON.nullNode() : JSON.readTree(text);
                default -> JSON.valueToTree(body);
            };
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return JSON.missingNode();
        }
    }

    private static @Nullable String text(JsonNode item, String field) {
        JsonNode value = item.path(field);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }
}
