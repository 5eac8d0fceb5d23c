package wallethub.problem;

/**
 * One thing that is wrong in a request.
 *
 * @param pointer where, as a JSON pointer into the document, or {@code query/name} and {@code header/name} outside it
 * @param message names the rule, never the value
 */
public record Violation(String pointer, ErrorCode code, String message) {}
