package wallethub.id;

/** A wallet; text form {@code wal_} and a ULID. */
public record WalletId(String text) {

    private static final String KIND = "wal";

    /** @throws IllegalArgumentException when the text is not of this kind */
    public WalletId {
        IdText.checked(KIND, text);
    }

    public static WalletId next() {
        return new WalletId(IdText.next(KIND));
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
