package wallethub.gateway;

import java.util.Currency;
import java.util.List;
import java.util.Locale;
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
    private static final int SECRET_MIN = 24;
    // Currencies whose minor unit at Stripe is not that of ISO 4217; a wrong factor would be a wrong amount.
    private static final Set<String> ODD_AT_STRIPE = Set.of("ISK", "UGX", "MGA", "HUF", "TWD", "MRU");

    public GatewayAccount {
        require(ID.matcher(id).matches(), id, "", "has an id of [a-z0-9-]{1,40}");
        require(!gateway.isEmpty(), id, "gateway", "is missing");
        require(ID.matcher(gateway).matches(), id, "gateway", "is [a-z0-9-]{1,40}");
        require(isCurrency(currency), id, "currency", "is an ISO 4217 code with minor units");
        require(
                !gateway.equals("stripe") || !ODD_AT_STRIPE.contains(currency),
                id,
                "currency",
                "is " + currency + ", which is not supported");
        require(!endpointId.isEmpty(), id, "endpoint-id", "is missing");
        require(
                ENDPOINT.matcher(endpointId).matches(),
                id,
                "endpoint-id",
                "is too weak: it has 22 to 64 characters of [A-Za-z0-9_-]");
        require(!apiKey.isBlank(), id, "api-key", "is missing");
        require(!secrets.isEmpty(), id, "secrets", "is missing");
        require(secrets.size() <= 2, id, "secrets", "is one secret, or two during a rotation");
        require(
                secrets.stream().allMatch(secret -> secret.length() >= SECRET_MIN),
                id,
                "secrets",
                "is too weak: a secret has at least " + SECRET_MIN + " characters");
        secrets = List.copyOf(secrets);
    }

    /** Whose word is enough to credit. */
    public enum Confirmation {
        /** The status API's, asked for every event. */
        API,
        /** The signature's, which covers amount, currency and reference. */
        SIGNATURE
    }

    private static boolean isCurrency(String code) {
        try {
            return Currency.getInstance(code).getDefaultFractionDigits() >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The message names the variable first, because that is where an operator looks. */
    private static void require(boolean holds, String id, String setting, String rule) {
        if (!holds) {
            String name = "hub.gateway.accounts." + id + (setting.isEmpty() ? "" : "." + setting);
            String variable = name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT)
                    + (setting.equals("secrets") ? "_0" : "");
            throw new IllegalArgumentException(variable + " (" + name + ") " + rule);
        }
    }

    /** Whether the status API must have its say before the event's facts count here. */
    public boolean needsConfirmation(PaymentEvent event) {
        return switch (event.confirmation()) {
            case CONFIRMED_BY_API -> false;
            case SIGNED_ONLY -> confirmation == Confirmation.API;
            case UNSIGNED -> true;
        };
    }

    @Override
    public String toString() {
        return gateway + "/" + id;
    }
}
