package wallethub.login;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.access.SecretKeys.Sealed;
import wallethub.id.ChallengeId;

/**
 * A code that was asked for, and what is known of it without knowing it.
 *
 * @param mobileKey keyed hash of the number
 * @param mobile the number, sealed; null once the challenge has ended
 * @param deviceKey keyed hash of the nonce of the device that asked
 * @param codeHash HMAC(pepper, id, number, code)
 * @param tries codes compared with it so far, the one being compared among them
 */
record Challenge(
        ChallengeId id,
        byte[] mobileKey,
        @Nullable Sealed mobile,
        byte[] deviceKey,
        byte[] codeHash,
        String pepperKid,
        String operatorPrefix,
        String language,
        boolean open,
        int tries,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant sentAt) {

    /** Wrong codes until it is dead; not a setting: five of a million is the bound that the rest counts on. */
    static final int TRIES_MAX = 5;

    Challenge {
        if (open != (mobile != null)) {
            throw new IllegalArgumentException("an open challenge keeps its number, an ended one does not: " + id);
        }
    }

    boolean isSpent() {
        return tries >= TRIES_MAX;
    }

    boolean isExpiredAt(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
