package wallethub.id;

/** A web shop that sells to our customers; text form {@code str_} and a ULID. */
public record StoreId(String text) {

    private static final String KIND = "str";

    /** @throws IllegalArgumentException when the text is not of this kind */
    public StoreId {
        IdText.checked(KIND, text);
    }

    public static StoreId next() {
        return new StoreId(IdText.next(KIND));
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
