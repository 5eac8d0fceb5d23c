package wallethub.id;

/** A business event; text form {@code evt_} and a ULID. */
public record EventId(String text) {

    private static final String KIND = "evt";

    /** @throws IllegalArgumentException when the text is not of this kind */
    public EventId {
        IdText.checked(KIND, text);
    }

    public static EventId next() {
        return new EventId(IdText.next(KIND));
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
