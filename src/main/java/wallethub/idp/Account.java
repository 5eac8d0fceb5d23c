package wallethub.idp;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import wallethub.access.SecretKeys.Sealed;
import wallethub.id.UserId;
import wallethub.staff.EmbeddedIssuer;

/**
 * Somebody who may log in here.
 *
 * @param person whose it is: the same text when the account is renewed
 * @param totp the secret shared with an authenticator app, sealed; null until the first login has confirmed one
 * @param totpStep the last half minute whose code was taken
 */
record Account(
        UserId id,
        String person,
        UserName userName,
        String passwordHash,
        Set<String> groups,
        @Nullable Sealed totp,
        long totpStep,
        boolean disabled) {

    static final String ADMINISTRATORS = "administrators";
    static final String BREAK_GLASS = EmbeddedIssuer.BREAK_GLASS;
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
