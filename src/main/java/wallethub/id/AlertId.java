package wallethub.id;

/** Something about a wallet that somebody should know; text form {@code alr_} and a ULID. */
public record AlertId(String text) {

    private static final String KIND = "alr";

    /** @throws IllegalArgumentException when the text is not of this kind */
    public AlertId {
        IdText.checked(KIND, text);
    }

    public static AlertId next() {
        return new AlertId(IdText.next(KIND));
    }

    /** Whether the text could be one, for input that may be anything. */
    public static boolean isValid(String text) {
        return IdText.isOf(KIND, text);
    }

    @Override
    public String toString() {
        return text;
    }
}
