package wallethub.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import wallethub.embedded.TrytonServer;

/**
 * The least that posts entries to Tryton safely: a client that makes the same six calls as the connector, for one entry or
 * for many, and keeps nothing.
 */
final class BareErpClient {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String AMOUNT = "12.500";
    private static final String MOVE_FIELDS = """
            ["number", "state", "description", "lines.account", "lines.debit", "lines.credit", "lines.party.code"]""";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI database;
    private final String authorization;
    private final int journal;
    private final int clearing;
    private final int liability;

    BareErpClient(TrytonServer tryton) {
        database = URI.create(tryton.url + "/erp/");
        ArrayNode login = list("wallet-hub", JSON.createObjectNode().put("password", tryton.password));
        JsonNode session = posted("", request("common.db.login", login));
        String key =
                "wallet-hub:" + session.path(0).asInt() + ":" + session.path(1).asText();
        authorization = "Session " + Base64.getEncoder().encodeToString(key.getBytes(UTF_8));
        journal = idOf("account.journal", "WALLET");
        clearing = idOf("account.account", "1101");
        liability = idOf("account.account", "2301");
    }

    /** Parties for customers that nobody mirrored. */
    void createParties(List<String> codes) {
        ArrayNode parties = JSON.createArrayNode();
        codes.forEach(code -> parties.addObject().put("code", code).put("name", "Sample Customer"));
        call("model.party.party.create", list(parties));
    }

    /** One entry of each reference, for the customer at the same place; an error when one is there already. */
    void ensure(List<String> references, List<String> customers) {
        if (!search("account.move", in("description", references), MOVE_FIELDS).isEmpty()) {
            throw new IllegalStateException("moves of these references are there already");
        }
        Map<String, Integer> parties = new HashMap<>();
        search("party.party", in("code", customers.stream().distinct().toList()), "[\"code\"]")
                .forEach(party -> parties.put(
                        party.path("code").asText(), party.path("id").asInt()));
        ObjectNode today = date(LocalDate.now(ZoneOffset.UTC));
        int period = call("model.account.period.search_read", (ArrayNode) json("""
                [[["end_date", ">=", %s], ["state", "=", "open"], ["type", "=", "standard"], ["company", "=", 1]], 0, 1,
                [["start_date", "ASC"]], ["start_date", "end_date"]]""".formatted(today)))
                .path(0)
                .path("id")
                .asInt();
        ArrayNode drafts = JSON.createArrayNode();
        for (int i = 0; i < references.size(); i++) {
            drafts.add(move(
                    references.get(i),
                    Objects.requireNonNull(parties.get(customers.get(i)), "a party"),
                    period,
                    today));
        }
        JsonNode ids = call("model.account.move.create", list(drafts));
        call("model.account.move.post", list(ids));
        JsonNode posted = call("model.account.move.read", list(ids, json("[\"number\",\"state\",\"description\"]")));
        if (posted.size() != references.size()
                || !posted.path(0).path("state").asText().equals("posted")) {
            throw new IllegalStateException("not posted: " + posted);
        }
    }

    private ObjectNode move(String reference, int party, int period, ObjectNode date) {
        ObjectNode move = JSON.createObjectNode();
        move.put("company", 1).put("journal", journal).put("period", period).put("description", reference);
        move.set("date", date);
        ArrayNode lines = move.putArray("lines").addArray().add("create").addArray();
        lines.add(line(clearing, AMOUNT, "0"));
        lines.add(line(liability, "0", AMOUNT).put("party", party));
        return move;
    }

    private static ObjectNode line(int account, String debit, String credit) {
        ObjectNode line = JSON.createObjectNode().put("account", account).put("description", "Wallet recharge");
        line.set("debit", decimal(debit));
        line.set("credit", decimal(credit));
        return line;
    }

    private static ObjectNode decimal(String text) {
        return JSON.createObjectNode().put("__class__", "Decimal").put("decimal", text);
    }

    private static ObjectNode date(LocalDate day) {
        return JSON.createObjectNode()
                .put("__class__", "date")
                .put("year", day.getYear())
                .put("month", day.getMonthValue())
                .put("day", day.getDayOfMonth());
    }

    private int idOf(String model, String code) {
        return search(model, "[[\"code\",\"=\",\"" + code + "\"]]", "[\"code\"]")
                .path(0)
                .path("id")
                .asInt();
    }

    private JsonNode search(String model, String domain, String fields) {
        return call("model." + model + ".search_read", (ArrayNode) json("[" + domain + ",0,1000,null," + fields + "]"));
    }

    private JsonNode call(String method, ArrayNode parameters) {
        parameters.add(json("{\"company\":1,\"language\":\"en\"}"));
        return posted(authorization, request(method, parameters));
    }

    private static ObjectNode request(String method, ArrayNode parameters) {
        ObjectNode request = JSON.createObjectNode().put("id", 1).put("method", method);
        request.set("params", parameters);
        return request;
    }

    private JsonNode posted(String authorized, ObjectNode request) {
        HttpRequest.Builder post = HttpRequest.newBuilder(database)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(request.toString()));
        if (!authorized.isEmpty()) {
            post.header("Authorization", authorized);
        }
        try {
            HttpResponse<String> answer = http.send(post.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode document = json(answer.body());
            if (!document.has("result")) {
                throw new IllegalStateException(request.path("method").asText() + ": " + answer.body());
            }
            return document.path("result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ArrayNode list(Object... items) {
        List<JsonNode> nodes = new ArrayList<>();
        for (Object item : items) {
            nodes.add(JSON.valueToTree(item));
        }
        return JSON.createArrayNode().addAll(nodes);
    }

    private static String in(String field, List<String> values) {
        return "[[\"" + field + "\",\"in\"," + JSON.valueToTree(values) + "]]";
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }
}
