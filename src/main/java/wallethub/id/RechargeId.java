package wallethub.id;

/** A recharge; text form {@code rch_} and a ULID. */
public record RechargeId(String text) {

    private static final String KIND = "rch";

    /** @throws IllegalArgumentException when the text is not of this kind */
    public RechargeId {
        IdText.checked(KIND, text);
    }

    public static RechargeId next() {
        return new RechargeId(IdText.next(KIND));
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
