package wallethub.staff;

import org.jspecify.annotations.Nullable;

/**
 * A browser that the issuer sent back.
 *
 * @param code for the exchange; null when the issuer refused
 * @param error why it refused; not believed and not shown
 * @param iss the issuer's own name (RFC 9207)
 */
record FinishStaffLogin(
        String state,
        @Nullable String code,
        @Nullable String error,
        @Nullable String iss) {

    /** Never the code. */
    @Override
    public String toString() {
        return "FinishStaffLogin[***]";
    }
}
