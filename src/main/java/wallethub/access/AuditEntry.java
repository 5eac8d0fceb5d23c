package wallethub.access;

import org.jspecify.annotations.Nullable;

/**
 * One thing that somebody did, for the audit.
 *
 * @param action what, such as {@code wallet.freeze}; {@link AuditArea} says who may read of it
 * @param object on what, its id
 * @param before a hash of the object before, when there was one; never the object itself
 * @param after a hash of the object after
 * @param reason the person's own words or a reason code
 * @param address where the request came from; only its keyed hash is kept
 * @param onBehalfOf whom the caller acted for, such as the maker of an approval that a checker decides
 */
public record AuditEntry(
        Caller caller,
        String action,
        String object,
        @Nullable String before,
        @Nullable String after,
        @Nullable String reason,
        @Nullable String address,
        @Nullable String onBehalfOf) {

    private static final int LONGEST_REASON = 2_000;

    public AuditEntry {
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("a reason has at most " + LONGEST_REASON + " characters");
        }
    }

    public AuditEntry(
            Caller caller,
            String action,
            String object,
            @Nullable String before,
            @Nullable String after,
            @Nullable String reason,
            @Nullable String address) {
        this(caller, action, object, before, after, reason, address, null);
    }

    /** An action without a state before and after. */
    public static AuditEntry of(Caller caller, String action, String object, @Nullable String reason) {
        return new AuditEntry(caller, action, object, null, null, reason, caller.address());
    }

    /** The same, for somebody else. */
    public AuditEntry onBehalfOf(String somebody) {
        return new AuditEntry(caller, action, object, before, after, reason, address, somebody);
    }
}
