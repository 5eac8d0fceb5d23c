package wallethub.books;

/** A reading of a feed that cannot go on: the ERP refused it, or answered what is no page. Its position stays. */
public final class FeedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param message names the rule, never the document */
    public FeedException(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
