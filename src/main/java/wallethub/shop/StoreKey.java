package wallethub.shop;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import wallethub.access.StoreScope;
import wallethub.id.StaffId;
import wallethub.id.StoreId;
import wallethub.id.StoreKeyId;

/**
 * A key of a store: granted by two, then issued to the one who asked for it.
 *
 * @param replaces the key that gives way to it, so long after it is issued
 * @param issued null until then
 */
record StoreKey(
        StoreKeyId id,
        StoreId store,
        KeyUse use,
        Set<StoreScope> scopes,
        StaffId holder,
        Instant grantedAt,
        Instant issueUntil,
        int validDays,
        @Nullable StoreKeyId replaces,
        Duration overlap,
        @Nullable Issued issued,
        @Nullable Instant revokedAt) {

    /** How many of a store and a use are alive at once. */
    static final int LIVE_MAX = 2;

    StoreKey {
        scopes = Set.copyOf(scopes);
    }

    /**
     * @param kid of the secret that the hash is keyed with
     * @param hash of the key's own secret
     */
    record Issued(String kid, byte[] hash, Instant at, Instant expiresAt) {}

    /** What it is good for, now. */
    enum State {
        /** Waits to be issued. */
        GRANTED,
        ACTIVE,
        /** Nobody fetched it in time, or its time is over. */
        EXPIRED,
        REVOKED
    }

    State stateAt(Instant now) {
        if (revokedAt != null) {
            return State.REVOKED;
        }
        Instant end = issued == null ? issueUntil : issued.expiresAt();
        if (!now.isBefore(end)) {
            return State.EXPIRED;
        }
        return issued == null ? State.GRANTED : State.ACTIVE;
    }

    /** Whether it is one of the two. */
    boolean isLiveAt(Instant now) {
        return switch (stateAt(now)) {
            case GRANTED, ACTIVE -> true;
            case EXPIRED, REVOKED -> false;
        };
    }

    /** Never the hash. */
    @Override
    public String toString() {
        return "StoreKey[" + id + " of " + store + "]";
    }
}
