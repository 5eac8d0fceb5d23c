package wallethub.id;

/** A login of a customer on one device; text form {@code ses_} and a ULID. */
public record SessionId(String text) {

    private static final String KIND = "ses";

    /** @throws IllegalArgumentException when the text is not of this kind */
    public SessionId {
        IdText.checked(KIND, text);
    }

    public static SessionId next() {
        return new SessionId(IdText.next(KIND));
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
