package wallethub.id;

/** A hold on a wallet; text form {@code hld_} and a ULID. */
public record HoldId(String text) {

    private static final String KIND = "hld";

    /** @throws IllegalArgumentException when the text is not of this kind */
    public HoldId {
        IdText.checked(KIND, text);
    }

    public static HoldId next() {
        return new HoldId(IdText.next(KIND));
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
