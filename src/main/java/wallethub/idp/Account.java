package wallethub.idp;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import wallethub.access.SecretKeys.Sealed;
import wallethub.id.UserId;

/**
 * Somebody who may log in here.
 *
 * @param totp the secret shared with an authenticator app, sealed; null until the first login has confirmed one
 * @param totpStep the last half minute whose code was taken
 */
record Account(
        UserId id,
        UserName userName,
        String passwordHash,
        Set<String> groups,
        @Nullable Sealed totp,
        long totpStep,
        boolean disabled) {

    static final String ADMINISTRATORS = "administrators";
    static final String BREAK_GLASS = "break-glass";
    /** Whoever works here; it permits nothing. */
    static final String STAFF = "staff";

    static final int MOST_PRIVILEGED = 2;

    Account {
        groups = Set.copyOf(groups);
    }

    boolean breaksGlass() {
        return groups.contains(BREAK_GLASS);
    }
}
