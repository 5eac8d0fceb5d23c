package wallethub.id;

/** An account of somebody on the staff; text form {@code stf_} and a ULID. */
public record StaffId(String text) {

    private static final String KIND = "stf";

    /** @throws IllegalArgumentException when the text is not of this kind */
    public StaffId {
        IdText.checked(KIND, text);
    }

    public static StaffId next() {
        return new StaffId(IdText.next(KIND));
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
