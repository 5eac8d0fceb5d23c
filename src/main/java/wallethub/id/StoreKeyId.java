package wallethub.id;

/** A key of a web shop, the part of it that is no secret; text form {@code sky_} and a ULID. */
public record StoreKeyId(String text) {

    private static final String KIND = "sky";

    /** @throws IllegalArgumentException when the text is not of this kind */
    public StoreKeyId {
        IdText.checked(KIND, text);
    }

    public static StoreKeyId next() {
        return new StoreKeyId(IdText.next(KIND));
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
