package wallethub.mapping;

/**
 * One thing wrong with a mapping file, and what to do about it.
 *
 * @param file relative to the mappings folder
 * @param line counts from 1
 * @param column counts from 1
 * @param code stable
 * @param hint what would put it right
 */
public record Finding(String file, int line, int column, Severity severity, String code, String message, String hint) {

    /** How much it matters. */
    public enum Severity {
        /** The set does not load. */
        ERROR,
        /** The set loads; lint fails, because it must not be merged. */
        DISCIPLINE,
        /** Worth knowing; nothing fails. */
        NOTE
    }

    static Finding error(String file, Position at, String code, String message, String hint) {
        return new Finding(file, at.line(), at.column(), Severity.ERROR, code, message, hint);
    }

    static Finding discipline(String file, Position at, String code, String message, String hint) {
        return new Finding(file, at.line(), at.column(), Severity.DISCIPLINE, code, message, hint);
    }

    static Finding note(String file, Position at, String code, String message, String hint) {
        return new Finding(file, at.line(), at.column(), Severity.NOTE, code, message, hint);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + code + ": " + message
                + (hint.isEmpty() ? "" : " (" + hint + ")");
    }
}
