package wallethub.staff;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import wallethub.access.SecretKeys;

/**
 * How long people of the company stay logged in, and what that is signed with. No setting passes its ceiling.
 *
 * @param secret keys what a login and a refresh are carried on with; 32 characters at least
 * @param signingKeys by kid: P-256, as a JWK or as PKCS #8 in Base64; none is one of the customers'
 * @param signingKid the one that signs
 * @param issuer in every token, and the only one believed
 * @param audience the same
 * @param returnUrls origins (scheme, host, port) that a browser may be sent back to
 * @param accessLife of an access token
 * @param idle a session ends when its refresh token is not used for so long
 * @param absolute a session ends after so long in any case
 * @param breakGlass the same of a session that began at the embedded issuer beside an outside one
 * @param grace how long a lost answer of a refresh may be asked for again
 * @param sessions somebody has at once; the one unused for longest gives way
 */
@ConfigurationProperties("hub.staff")
record StaffSettings(
        @DefaultValue("") String secret,
        @DefaultValue Map<String, String> signingKeys,
        @DefaultValue("") String signingKid,
        @DefaultValue("wallet-hub") String issuer,
        @DefaultValue("wallet-hub/staff") String audience,
        @DefaultValue List<String> returnUrls,
        @DefaultValue("5m") Duration accessLife,
        @DefaultValue("30m") Duration idle,
        @DefaultValue("12h") Duration absolute,
        @DefaultValue("1h") Duration breakGlass,
        @DefaultValue("10s") Duration grace,
        @DefaultValue("10") int sessions) {

    StaffSettings {
        signingKeys = Map.copyOf(signingKeys);
        returnUrls = List.copyOf(returnUrls);
        demand(
                returnUrls.stream().allMatch(origin -> origin.matches("https://[^/?#@\\s]+")),
                "hub.staff.return-urls are origins: https, a host and a port, nothing after it");
        SecretKeys.demandSecret("HUB_STAFF_SECRET (hub.staff.secret)", secret);
        demand(!signingKeys.isEmpty(), "HUB_STAFF_SIGNINGKEYS_<KID> (hub.staff.signing-keys.<kid>) is missing");
        demand(!signingKid.isBlank(), "HUB_STAFF_SIGNINGKID (hub.staff.signing-kid) is missing");
        demand(
                signingKeys.containsKey(signingKid),
                "HUB_STAFF_SIGNINGKID (hub.staff.signing-kid) names none of hub.staff.signing-keys");
        demand(!issuer.isBlank() && !audience.isBlank(), "hub.staff.issuer and audience are not empty");
        within("access-life", accessLife, Duration.ofSeconds(30), Duration.ofMinutes(5));
        within("idle", idle, Duration.ofMinutes(1), Duration.ofMinutes(30));
        within("absolute", absolute, Duration.ofMinutes(1), Duration.ofHours(12));
        within("break-glass", breakGlass, Duration.ofMinutes(1), Duration.ofHours(4));
        within("grace", grace, Duration.ZERO, Duration.ofSeconds(10));
        demand(sessions >= 1 && sessions <= 50, "hub.staff.sessions is from 1 to 50");
    }

    /** Never the secrets. */
    @Override
    public String toString() {
        return "StaffSettings[signingKid=" + signingKid + "]";
    }

    private static void within(String name, Duration value, Duration least, Duration most) {
        demand(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                "hub.staff." + name + " is from " + least + " to " + most);
    }

    private static void demand(boolean rule, String message) {
        if (!rule) {
            throw new IllegalArgumentException(message);
        }
    }
}
