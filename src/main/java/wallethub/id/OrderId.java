package wallethub.id;

/** An order of a web shop; text form {@code ord_} and a ULID. */
public record OrderId(String text) {

    private static final String KIND = "ord";

    /** @throws IllegalArgumentException when the text is not of this kind */
    public OrderId {
        IdText.checked(KIND, text);
    }

    public static OrderId next() {
        return new OrderId(IdText.next(KIND));
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
