package wallethub.reconciliation;

/** The ERP could not be read to the end. */
public class ErpUnreadableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean retryable;

    /** @param retryable whether the same page may be asked for again in a moment */
    public ErpUnreadableException(String code, String message, boolean retryable) {
        super(message);
        this.code = code;
        this.retryable = retryable;
    }

    String code() {
        return code;
    }

    boolean retryable() {
        return retryable;
    }
}
