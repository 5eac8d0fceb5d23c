package wallethub.gateway;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.mock.env.MockEnvironment;

/** Two Stripe accounts and what they are asked with. */
final class GatewayFixture {

    static final String MAIN_ENDPOINT = "ep-main-0123456789abcdef";
    static final String OTHER_ENDPOINT = "ep-other-0123456789abcde";
    static final String OLD_SECRET = "whsec_old_0123456789abcdef";
    static final String NEW_SECRET = "whsec_new_0123456789abcdef";
    static final String OTHER_SECRET = "whsec_other_0123456789abcd";

    private GatewayFixture() {}

    static GatewayAccounts accounts(Clock clock) {
        return accounts(clock, URI.create("http://127.0.0.1:1"));
    }

    static GatewayAccounts accounts(Clock clock, URI stripe) {
        MockEnvironment environment = new MockEnvironment();
        Map<String, String> settings = Map.ofEntries(
                Map.entry("stripe.url", stripe.toString()),
                Map.entry("stripe.read-timeout", "10s"),
                Map.entry("accounts.main.gateway", "stripe"),
                Map.entry("accounts.main.merchant", "acct_main"),
                Map.entry("accounts.main.currency", "KWD"),
                Map.entry("accounts.main.endpoint-id", MAIN_ENDPOINT),
                Map.entry("accounts.main.live", "false"),
                Map.entry("accounts.main.api-key", "sk_test_main"),
                Map.entry("accounts.main.secrets[0]", OLD_SECRET),
                Map.entry("accounts.main.secrets[1]", NEW_SECRET),
                Map.entry("accounts.other.gateway", "stripe"),
                Map.entry("accounts.other.currency", "USD"),
                Map.entry("accounts.other.endpoint-id", OTHER_ENDPOINT),
                Map.entry("accounts.other.live", "true"),
                Map.entry("accounts.other.api-key", "sk_live_other"),
                Map.entry("accounts.other.secrets[0]", OTHER_SECRET));
        settings.forEach((name, value) -> environment.setProperty("hub.gateway." + name, value));
        return new GatewayAccounts(environment, settings(stripe), clock);
    }

    private static GatewaySettings settings(URI stripe) {
        return new GatewaySettings(
                Map.of(
                        "main",
                        account("acct_main", "KWD", MAIN_ENDPOINT, false, List.of(OLD_SECRET, NEW_SECRET)),
                        "other",
                        account("", "USD", OTHER_ENDPOINT, true, List.of(OTHER_SECRET))),
                new GatewaySettings.Stripe(stripe, Duration.ofSeconds(5), Duration.ofSeconds(10)),
                60);
    }

    private static GatewaySettings.Account account(
            String merchant, String currency, String endpoint, boolean live, List<String> secrets) {
        return new GatewaySettings.Account(
                "stripe",
                merchant,
                currency,
                endpoint,
                live,
                GatewayAccount.Confirmation.API,
                "sk_test_fixture",
                secrets);
    }
}
