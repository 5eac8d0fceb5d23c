package wallethub.staff;

/** The issuer did not do what an issuer does; the reason is for logs and counters, never for a browser. */
final class IssuerException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean unavailable;

    private IssuerException(String reason, boolean unavailable) {
        super(reason);
        this.unavailable = unavailable;
    }

    /** It said something that is not believed. */
    static IssuerException refused(String reason) {
        return new IssuerException(reason, false);
    }

    /** It does not answer, or not as it promised. */
    static IssuerException unavailable(String reason) {
        return new IssuerException(reason, true);
    }

    boolean isUnavailable() {
        return unavailable;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
