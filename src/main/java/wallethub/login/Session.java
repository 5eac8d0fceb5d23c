package wallethub.login;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.CustomerId;
import wallethub.id.SessionId;

/**
 * A customer's login on one device.
 *
 * @param usedAt when its refresh token was last used
 * @param idleExpiresAt when it ends unless that is used again
 * @param expiresAt when it ends in any case
 */
record Session(
        SessionId id,
        CustomerId customer,
        Instant createdAt,
        Instant usedAt,
        Instant idleExpiresAt,
        Instant expiresAt,
        @Nullable Instant endedAt) {

    boolean isExpiredAt(Instant now) {
        return !now.isBefore(idleExpiresAt) || !now.isBefore(expiresAt);
    }
}
