package wallethub.problem;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A refusal or failure as a client sees it, in the terms of RFC 9457.
 *
 * @param detail for the reader of this one occurrence; carries nothing internal
 * @param extras further members of the document, such as {@code shortfall}
 */
public record Problem(ErrorCode code, String detail, List<Violation> errors, Map<String, Object> extras) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = List.copyOf(errors);
        extras = Map.copyOf(extras);
    }

    public static Problem of(ErrorCode code, String detail) {
        return new Problem(code, detail, List.of(), Map.of());
    }

    public static Problem of(ErrorCode code, String detail, List<Violation> errors) {
        return new Problem(code, detail, errors, Map.of());
    }

    /** The stable name of the kind of problem. */
    public static String type(ErrorCode code) {
        return "urn:wallethub:problem:" + code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
