package wallethub.embedded.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The answer of a stand-in to one call. */
record Reply(int status, Map<String, String> headers, String body) {

    static Reply json(int status, JsonNode body) {
        return new Reply(status, Map.of("Content-Type", "application/json"), StandInJson.text(body));
    }

    static Reply html(int status, String body) {
        return new Reply(status, Map.of("Content-Type", "text/html; charset=utf-8"), body);
    }

    /** {@code {"error": {"code": ..., "message": ...}}}. */
    static Reply error(int status, String code, String message) {
        var body = StandInJson.object();
        body.putObject("error").put("code", code).put("message", message);
        return json(status, body);
    }

    Reply with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Reply(status, all, body);
    }
}
