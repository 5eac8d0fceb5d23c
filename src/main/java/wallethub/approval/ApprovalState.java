package wallethub.approval;

import java.util.Locale;

/** Where something that was asked for stands; every state but {@link #PENDING} is for ever. */
enum ApprovalState {
    PENDING,
    APPROVED,
    REJECTED,
    WITHDRAWN,
    EXPIRED;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for what is none */
    static ApprovalState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
