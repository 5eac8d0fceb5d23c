package wallethub.id;

/** A login account of the embedded issuer, its {@code sub}; text form {@code usr_} and a ULID. */
public record UserId(String text) {

    private static final String KIND = "usr";

    /** @throws IllegalArgumentException when the text is not of this kind */
    public UserId {
        IdText.checked(KIND, text);
    }

    public static UserId next() {
        return new UserId(IdText.next(KIND));
    }

    @Override
    public String toString() {
        return text;
    }
}
