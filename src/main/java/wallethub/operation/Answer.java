package wallethub.operation;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import wallethub.mapping.Outcome;
import wallethub.problem.ErrorCode;

/** What an operation answers: to HTTP a status and a document or a problem, to a lane an outcome. */
public sealed interface Answer {

    /**
     * A document; {@code body} is a record in the shape of the OpenAPI schema, or null for none.
     *
     * @param tagged whether it leaves with a strong entity tag, and as 304 when the client has it already
     */
    record Document(int status, @Nullable Object body, Map<String, String> headers, boolean tagged) implements Answer {
        public Document {
            headers = Map.copyOf(headers);
        }

        public Document(int status, @Nullable Object body, Map<String, String> headers) {
            this(status, body, headers, false);
        }
    }

    /**
     * A refusal that changed nothing: the transaction it came from is rolled back.
     *
     * @param extras further members of the problem document; {@code retryAfterSeconds} is also the Retry-After header
     */
    record Refusal(ErrorCode code, String detail, Map<String, Object> extras) implements Answer {
        public Refusal {
            extras = Map.copyOf(extras);
        }
    }

    /** For a lane's route: how the delivery settles, with a code and, for a retry, how long to wait at least. */
    record Settled(
            Outcome outcome,
            String code,
            String message,
            @Nullable Duration retryAfter) implements Answer {}

    static Answer ok(Object body) {
        return new Document(200, body, Map.of());
    }

    /** For a GET: with an entity tag, and in the caller's language where it holds a {@link LocalText}. */
    static Answer tagged(Object body) {
        return new Document(200, body, Map.of(), true);
    }

    /** With the version as its entity tag, which a change names in {@code If-Match}. */
    static Answer versioned(int status, Object body, String version) {
        return new Document(
                status, body, Map.of("ETag", EntityTag.ofVersion(version).text()));
    }

    static Answer page(LinkedPage<?> found) {
        return new Document(200, found.page(), Map.of("Link", found.links().header()));
    }

    /** One answer for what is not there, what is another's, and what cannot be an id. */
    static Answer nothingHere() {
        return refused(ErrorCode.NOT_FOUND, "there is nothing at this path");
    }

    static Answer created(Object body, String location) {
        return new Document(201, body, Map.of("Location", location));
    }

    static Answer refused(ErrorCode code, String detail) {
        return new Refusal(code, detail, Map.of());
    }

    static Answer settled(Outcome outcome, String code, String message) {
        return new Settled(outcome, code, message, null);
    }
}
