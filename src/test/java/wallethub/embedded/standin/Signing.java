package wallethub.embedded.standin;

/** How a callback is signed. */
public enum Signing {
    GOOD,
    /** Made with another secret. */
    BAD,
    /** Right, but of an hour ago. */
    OLD,
    /** Right, but of an hour ahead. */
    FUTURE,
    /** A header that is no signature at all. */
    GARBLED,
    /** No header. */
    MISSING
}
