package wallethub.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The merchant accounts by our id of them, and where each gateway answers.
 *
 * @param failuresPerMinute how many failed verifications one source may have in a minute before it is told to slow down
 */
@ConfigurationProperties("hub.gateway")
record GatewaySettings(
        @DefaultValue Map<String, Account> accounts,
        @DefaultValue Stripe stripe,
        @DefaultValue("60") int failuresPerMinute) {

    private static final int ACCOUNTS_MAX = 100;

    GatewaySettings {
        accounts = Map.copyOf(accounts);
        if (accounts.size() > ACCOUNTS_MAX) {
            throw new IllegalArgumentException("at most " + ACCOUNTS_MAX + " gateway accounts");
        }
        if (failuresPerMinute < 1 || failuresPerMinute > 10_000) {
            throw new IllegalArgumentException("hub.gateway.failures-per-minute is 1 to 10000");
        }
        Set<String> endpoints = new HashSet<>();
        accounts.forEach((id, account) -> {
            // What is missing or weak is told while the settings are read, before anything starts.
            account.named(id);
            if (!endpoints.add(account.endpointId())) {
                throw new IllegalArgumentException("gateway account " + id + " shares its endpoint-id with another");
            }
        });
    }

    List<GatewayAccount> all() {
        return accounts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue().named(entry.getKey()))
                .toList();
    }

    /**
     * One merchant account, as {@link GatewayAccount} describes it.
     *
     * @param secrets the signing secrets in force: one, or two while one is being rotated
     */
    record Account(
            @DefaultValue("") String gateway,
            @DefaultValue("") String merchant,
            @DefaultValue("") String currency,
            @DefaultValue("") String endpointId,
            @DefaultValue("false") boolean live,
            @DefaultValue("api") GatewayAccount.Confirmation confirmation,
            @DefaultValue("") String apiKey,
            @DefaultValue List<String> secrets) {

        private GatewayAccount named(String id) {
            return new GatewayAccount(id, gateway, merchant, currency, endpointId, live, confirmation, apiKey, secrets);
        }

        @Override
        public String toString() {
            return "Account[" + gateway + ", secrets not shown]";
        }
    }

    record Stripe(
            @DefaultValue("https://api.stripe.com") URI url,
            @DefaultValue("2s") Duration connectTimeout,
            @DefaultValue("10s") Duration readTimeout) {

        private static final Duration MAX = Duration.ofSeconds(30);

        Stripe {
            limit("connect-timeout", connectTimeout);
            limit("read-timeout", readTimeout);
        }

        private static void limit(String name, Duration value) {
            if (value.toMillis() < 1 || value.compareTo(MAX) > 0) {
                throw new IllegalArgumentException("hub.gateway.stripe." + name + " is more than 0 and at most " + MAX);
            }
        }
    }
}
