package wallethub;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import wallethub.problem.ErrorCode;
import wallethub.problem.Problem;

/** {@code docs/errors.md}: every error a client can see, from the catalogue itself. */
class ErrorDocumentTests {

    @Test
    void theDocumentShowsEveryCode() {
        StringBuilder text = new StringBuilder("""
                # Errors

                Generated from `ErrorCode`. Every failure leaves as `application/problem+json` (RFC 9457) with these members: `type`,
                `title` (Arabic or English by Accept-Language), `status`, `detail`, `instance`, `code`, `traceId`, and for a
                document that does not fit `errors[{pointer, code, message}]`. Numbers and codes are never reused.

                | no. | code | status | whose fault | again? | title | type |
                |---|---|---|---|---|---|---|
                """);
        for (ErrorCode code : ErrorCode.values()) {
            text.append("| %d | `%s` | %d | %s | %s | %s | `%s` |\n"
                    .formatted(
                            code.number(),
                            code,
                            code.status(),
                            code.fault().name().toLowerCase(Locale.ROOT),
                            code.retryable() ? "yes" : "no",
                            code.title("en"),
                            Problem.type(code)));
        }
        GeneratedDocument.matches(Path.of("docs/errors.md"), text.toString());
    }
}
