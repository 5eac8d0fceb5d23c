package wallethub.id;

/** A customer, as mirrored from the CRM; text form {@code cus_} and a ULID. */
public record CustomerId(String text) {

    private static final String KIND = "cus";

    /** @throws IllegalArgumentException when the text is not of this kind */
    public CustomerId {
        IdText.checked(KIND, text);
    }

    public static CustomerId next() {
        return new CustomerId(IdText.next(KIND));
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
