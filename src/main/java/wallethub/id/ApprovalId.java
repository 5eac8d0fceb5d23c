package wallethub.id;

/** Something that waits for a second person, or did; text form {@code apr_} and a ULID. */
public record ApprovalId(String text) {

    private static final String KIND = "apr";

    /** @throws IllegalArgumentException when the text is not of this kind */
    public ApprovalId {
        IdText.checked(KIND, text);
    }

    public static ApprovalId next() {
        return new ApprovalId(IdText.next(KIND));
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
