package wallethub.id;

/** A transfer, the unit of the ledger; text form {@code trf_} and a ULID. */
public record TransferId(String text) {

    private static final String KIND = "trf";

    /** @throws IllegalArgumentException when the text is not of this kind */
    public TransferId {
        IdText.checked(KIND, text);
    }

    public static TransferId next() {
        return new TransferId(IdText.next(KIND));
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
