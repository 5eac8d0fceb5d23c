package wallethub.staff;

import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import wallethub.id.StaffId;
import wallethub.operation.CanonicalJson;

/**
 * Somebody who works here, as administrators see him.
 *
 * @param roles that two administrators gave
 * @param issuerRoles that the issuer of the login said at the last one; changed there and not here
 */
record StaffMember(
        StaffId id,
        String name,
        String issuer,
        List<String> roles,
        List<String> issuerRoles,
        boolean disabled,
        Instant createdAt,
        @Nullable Instant loginAt) {

    private static final int TAG = 32;

    StaffMember {
        roles = List.copyOf(roles);
        issuerRoles = List.copyOf(issuerRoles);
    }

    Set<String> allRoles() {
        Set<String> all = new HashSet<>(roles);
        all.addAll(issuerRoles);
        return all;
    }

    /** Another one whenever a role or the right to log in is another; what a change of either is bound to. */
    String tag() {
        String state = String.join(" ", roles) + "/" + String.join(" ", issuerRoles) + "/" + disabled;
        return HexFormat.of().formatHex(CanonicalJson.hash(state)).substring(0, TAG);
    }
}
