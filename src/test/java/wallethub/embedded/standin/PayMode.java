package wallethub.embedded.standin;

import java.util.Locale;

/** What the customer does on the hosted page. */
public enum PayMode {
    /** Pays all of it; also after the session expired. */
    FULL,
    /** The card is authorised for all of it, a part is captured. */
    PARTIAL,
    /** The card is declined; the session stays open. */
    FAIL,
    /** Authorised only: no money yet. */
    AUTHORISE,
    /** A slow method: the session completes unpaid, the money comes later or not at all. */
    ASYNC,
    ASYNC_SUCCEED,
    ASYNC_FAIL,
    /** Pays a second time with a payment of its own. */
    SECOND;

    static PayMode named(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
