package wallethub.staff;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import wallethub.id.StaffId;

/**
 * Somebody of the company, as the issuer of the logins knows them.
 *
 * @param groups as the issuer said at the last login
 * @param loginAt null for who has never logged in
 * @param disabledAt null for who may
 */
record StaffAccount(
        StaffId id,
        String issuer,
        String subject,
        String displayName,
        List<String> groups,
        Instant createdAt,
        @Nullable Instant loginAt,
        @Nullable Instant disabledAt) {

    StaffAccount {
        groups = List.copyOf(groups);
    }

    /** Never the name. */
    @Override
    public String toString() {
        return "StaffAccount[" + id + "]";
    }
}
