package wallethub.id;

/** A request for a one-time code; text form {@code otp_} and a ULID. */
public record ChallengeId(String text) {

    private static final String KIND = "otp";

    /** @throws IllegalArgumentException when the text is not of this kind */
    public ChallengeId {
        IdText.checked(KIND, text);
    }

    public static ChallengeId next() {
        return new ChallengeId(IdText.next(KIND));
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
