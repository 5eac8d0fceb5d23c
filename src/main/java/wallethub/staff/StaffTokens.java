package wallethub.staff;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import wallethub.access.BearerTokens;
import wallethub.access.Caller;
import wallethub.access.SessionTokens;
import wallethub.access.SigningKeys;
import wallethub.access.StaffPermission;
import wallethub.id.SessionId;
import wallethub.id.StaffId;

/** The staff's access tokens: of keys of their own; what they permit is looked up at every request, never carried. */
@Component
class StaffTokens implements BearerTokens {

    private final SessionTokens tokens;
    private final PermissionSnapshot permissions;

    StaffTokens(
            StaffSettings settings,
            EndedStaffSessions ended,
            PermissionSnapshot permissions,
            Environment environment,
            Clock clock) {
        this.permissions = permissions;
        SigningKeys keys = new SigningKeys("hub.staff", settings.signingKeys(), settings.signingKid());
        refuseKeysOfCustomers(keys, environment);
        tokens = new SessionTokens(
                new SessionTokens.Rules(
                        settings.issuer(), settings.audience(), settings.accessLife(), StaffId::isValid),
                keys,
                ended,
                clock);
    }

    private static void refuseKeysOfCustomers(SigningKeys keys, Environment environment) {
        Binder.get(environment)
                .bind("hub.login.signing-keys", Bindable.mapOf(String.class, String.class))
                .ifBound(others -> others.forEach((kid, key) -> {
                    if (keys.shares(new SigningKeys("hub.login", Map.of(kid, key), kid))) {
                        throw new IllegalArgumentException(
                                "HUB_STAFF_SIGNINGKEYS_<KID> (hub.staff.signing-keys) has a key of the customers' tokens,"
                                        + " hub.login.signing-keys." + kid);
                    }
                }));
    }

    String sign(StaffId account, SessionId session, Instant now, Instant expiresAt) {
        return tokens.sign(account.text(), session, now, expiresAt);
    }

    @Override
    public String paths() {
        return "/api/staff/";
    }

    @Override
    public Caller resolve(String token, String address) {
        SessionTokens.Holder holder = tokens.resolve(token);
        StaffId account = new StaffId(holder.subject());
        Set<String> may = new HashSet<>(permissions.of(account));
        may.add(StaffPermission.SESSION.wire());
        return Caller.staff(account, holder.session(), may, address);
    }
}
