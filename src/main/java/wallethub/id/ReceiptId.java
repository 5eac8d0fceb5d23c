package wallethub.id;

/** A receipt of a credited recharge; text form {@code rcp_} and a ULID. */
public record ReceiptId(String text) {

    private static final String KIND = "rcp";

    /** @throws IllegalArgumentException when the text is not of this kind */
    public ReceiptId {
        IdText.checked(KIND, text);
    }

    public static ReceiptId next() {
        return new ReceiptId(IdText.next(KIND));
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
