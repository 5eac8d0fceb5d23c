package wallethub.shop;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import wallethub.access.StoreScope;
import wallethub.id.StaffId;
import wallethub.id.StoreKeyId;

/**
 * A key as the staff see it, without any secret.
 *
 * @param holder who asked for it, and has seen it
 */
record StoreKeyView(
        StoreKeyId id,
        KeyUse use,
        List<String> scopes,
        String state,
        StaffId holder,
        @Nullable StoreKeyId replaces,
        Instant grantedAt,
        Instant issueUntil,
        @Nullable Instant issuedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {

    static StoreKeyView of(StoreKey key, Instant now) {
        StoreKey.Issued issued = key.issued();
        return new StoreKeyView(
                key.id(),
                key.use(),
                key.scopes().stream().map(StoreScope::wire).sorted().toList(),
                key.stateAt(now).name().toLowerCase(Locale.ROOT),
                key.holder(),
                key.replaces(),
                key.grantedAt(),
                key.issueUntil(),
                issued == null ? null : issued.at(),
                issued == null ? null : issued.expiresAt(),
                key.revokedAt());
    }
}
