package wallethub.gateway;

import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One merchant account at a gateway. Nothing of one account is ever matched with something of another.
 *
 * @param id ours, such as {@code main}
 * @param gateway the gateway's name, such as {@code stripe}
 * @param merchant the gateway's id of the account; empty when its documents do not carry one
 * @param endpointId the opaque 128 bits in the path of its callbacks
 * @param live real money; an event of the other mode is parked
 * @param apiKey for the gateway's API
 * @param secrets the signing secrets in force: one, or two during a rotation
 */
public record GatewayAccount(
        String id,
        String gateway,
        String merchant,
        String currency,
        String endpointId,
        boolean live,
        Confirmation confirmation,
        String apiKey,
        List<String> secrets) {

    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern ENDPOINT = Pattern.compile("[A-Za-z0-9_-]{22,64}");
    // Currencies whose minor unit at Stripe is not that of ISO 4217; a wrong factor would be a wrong amount.
    private static final Set<String> ODD_AT_STRIPE = Set.of("ISK", "UGX", "MGA", "HUF", "TWD", "MRU");

    public GatewayAccount {
        require(ID.matcher(id).matches(), id, "its id is [a-z0-9-]{1,40}");
        require(ID.matcher(gateway).matches(), id, "gateway is [a-z0-9-]{1,40}");
        require(Currency.getInstance(currency).getDefaultFractionDigits() >= 0, id, "the currency has no minor units");
        require(!gateway.equals("stripe") || !ODD_AT_STRIPE.contains(currency), id, currency + " is not supported");
        require(ENDPOINT.matcher(endpointId).matches(), id, "endpoint-id has 22 to 64 characters of [A-Za-z0-9_-]");
        require(!apiKey.isBlank(), id, "api-key is missing");
        require(!secrets.isEmpty() && secrets.size() <= 2, id, "one secret, or two during a rotation");
        require(secrets.stream().allMatch(secret -> secret.length() >= 16), id, "a secret has at least 16 characters");
        secrets = List.copyOf(secrets);
    }

    /** Whose word is enough to credit. */
    public enum Confirmation {
        /** The status API's, asked for every event. */
        API,
        /** The signature's, which covers amount, currency and reference. */
        SIGNATURE
    }

    private static void require(boolean holds, String id, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("gateway account " + id + ": " + rule);
        }
    }

    @Override
    public String toString() {
        return gateway + "/" + id;
    }
}
