package wallethub.staff;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.SessionId;
import wallethub.id.StaffId;

/**
 * Somebody's login in one browser.
 *
 * @param issuerSid the issuer's own name of it, when it gives one
 * @param usedAt when its refresh token was last used
 * @param idleExpiresAt when it ends unless that is used again
 * @param expiresAt when it ends in any case
 */
record StaffSession(
        SessionId id,
        StaffId account,
        @Nullable String issuerSid,
        Instant createdAt,
        Instant usedAt,
        Instant idleExpiresAt,
        Instant expiresAt,
        @Nullable Instant endedAt) {

    boolean isExpiredAt(Instant now) {
        return !now.isBefore(idleExpiresAt) || !now.isBefore(expiresAt);
    }
}
