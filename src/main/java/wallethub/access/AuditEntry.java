package wallethub.access;

import org.jspecify.annotations.Nullable;

/**
 * One thing that somebody did, for the audit.
 *
 * @param action what, such as {@code dead-letter.replay}
 * @param object on what, its id
 * @param before a hash of the object before, when there was one; never the object itself
 * @param after a hash of the object after
 * @param reason the person's own words or a reason code
 * @param address where the request came from
 */
public record AuditEntry(
        Caller caller,
        String action,
        String object,
        @Nullable String before,
        @Nullable String after,
        @Nullable String reason,
        @Nullable String address) {

    private static final int LONGEST_REASON = 2_000;

    public AuditEntry {
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("a reason has at most " + LONGEST_REASON + " characters");
        }
    }

    /** An action without a state before and after. */
    public static AuditEntry of(Caller caller, String action, String object, @Nullable String reason) {
        return new AuditEntry(caller, action, object, null, null, reason, null);
    }
}
