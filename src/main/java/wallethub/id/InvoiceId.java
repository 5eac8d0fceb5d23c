package wallethub.id;

/** An invoice of the ERP as we mirror it; text form {@code inv_} and a ULID. */
public record InvoiceId(String text) {

    private static final String KIND = "inv";

    /** @throws IllegalArgumentException when the text is not of this kind */
    public InvoiceId {
        IdText.checked(KIND, text);
    }

    public static InvoiceId next() {
        return new InvoiceId(IdText.next(KIND));
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
