package wallethub.embedded.standin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.http.Request;
import java.util.Optional;

/** One request that reached a stand-in. */
record Call(String method, String path, Form query, Request request) {

    static Call of(Request request) {
        String url = request.getUrl();
        int mark = url.indexOf('?');
        return new Call(
                request.getMethod().getName(),
                mark < 0 ? url : url.substring(0, mark),
                Form.parse(mark < 0 ? "" : url.substring(mark + 1)),
                request);
    }

    boolean is(String wantedMethod, String wantedPath) {
        return method.equals(wantedMethod) && path.equals(wantedPath);
    }

    boolean reads() {
        return method.equals("GET");
    }

    Optional<String> header(String name) {
        return request.containsHeader(name) ? Optional.of(request.getHeader(name)) : Optional.empty();
    }

    /** What follows {@code prefix} in the path. */
    String after(String prefix) {
        return path.substring(prefix.length());
    }

    Form form() {
        return Form.parse(request.getBodyAsString());
    }

    /** The body as a JSON object, empty when there is none; anything else is refused with 400. */
    ObjectNode json() {
        String body = request.getBodyAsString();
        try {
            return body.isBlank() ? StandInJson.object() : StandInJson.read(body, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new RefusedException(Reply.error(400, "MALFORMED", "the body is not a JSON object"));
        }
    }
}
