package wallethub.shop;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import wallethub.access.SecretKeys;

/**
 * What the keys of stores are hashed with and their tokens signed with. No setting passes its ceiling.
 *
 * @param secret keys the hashes of keys; 32 characters at least
 * @param secretKid names it
 * @param previousSecrets by name: keys that were issued under them are still good
 * @param signingKeys by kid: P-256, as a JWK or as PKCS #8 in Base64; none is the customers' or the staff's
 * @param signingKid the one that signs
 * @param issuer in every token, and the only one believed
 * @param audience the same
 * @param accessLife of an access token
 * @param wrongLinks how often an hour a store may name a customer that is none, on each instance
 */
@ConfigurationProperties("hub.shop")
record ShopSettings(
        @DefaultValue("") String secret,
        @DefaultValue("k1") String secretKid,
        @DefaultValue Map<String, String> previousSecrets,
        @DefaultValue Map<String, String> signingKeys,
        @DefaultValue("") String signingKid,
        @DefaultValue("wallet-hub") String issuer,
        @DefaultValue("wallet-hub/store") String audience,
        @DefaultValue("5m") Duration accessLife,
        @DefaultValue("30") int wrongLinks) {

    ShopSettings {
        previousSecrets = Map.copyOf(previousSecrets);
        signingKeys = Map.copyOf(signingKeys);
        SecretKeys.demandSecret("HUB_SHOP_SECRET (hub.shop.secret)", secret);
        previousSecrets.forEach((kid, old) -> SecretKeys.demandSecret("hub.shop.previous-secrets." + kid, old));
        demand(!secretKid.isBlank() && !previousSecrets.containsKey(secretKid), "hub.shop.secret-kid names one secret");
        demand(!signingKeys.isEmpty(), "HUB_SHOP_SIGNINGKEYS_<KID> (hub.shop.signing-keys.<kid>) is missing");
        demand(!signingKid.isBlank(), "HUB_SHOP_SIGNINGKID (hub.shop.signing-kid) is missing");
        demand(
                signingKeys.containsKey(signingKid),
                "HUB_SHOP_SIGNINGKID (hub.shop.signing-kid) names none of hub.shop.signing-keys");
        demand(!issuer.isBlank() && !audience.isBlank(), "hub.shop.issuer and audience are not empty");
        demand(
                accessLife.compareTo(Duration.ofSeconds(30)) >= 0 && accessLife.compareTo(Duration.ofMinutes(10)) <= 0,
                "hub.shop.access-life is from 30 seconds to 10 minutes");
        demand(wrongLinks >= 1 && wrongLinks <= 1_000, "hub.shop.wrong-links is from 1 to 1000");
    }

    /** Never the secrets. */
    @Override
    public String toString() {
        return "ShopSettings[secretKid=" + secretKid + ", signingKid=" + signingKid + "]";
    }

    private static void demand(boolean rule, String message) {
        if (!rule) {
            throw new IllegalArgumentException(message);
        }
    }
}
