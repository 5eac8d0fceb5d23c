package wallethub.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Gateway accounts come from environment variables in production; the trial caller must see them there too. */
class TrialCallerEnvironmentTests {

    private static final AccessSettings SETTINGS = new AccessSettings("a trial secret that is long enough");

    @Test
    void existsBesideAnAccountThatIsNotLive() {
        assertThat(new TrialCaller(SETTINGS, environment("false"))).isNotNull();
    }

    @Test
    void refusesToExistBesideALiveAccount() {
        assertThatThrownBy(() -> new TrialCaller(SETTINGS, environment("true")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("hub.gateway.accounts.main");
    }

    private static StandardEnvironment environment(String live) {
        StandardEnvironment environment = new StandardEnvironment();
        Map<String, Object> variables = Map.of(
                "HUB_GATEWAY_ACCOUNTS_MAIN_GATEWAY", "stripe",
                "HUB_GATEWAY_ACCOUNTS_MAIN_MERCHANT", "acct_main",
                "HUB_GATEWAY_ACCOUNTS_MAIN_SECRETS_0", "whsec_any",
                "HUB_GATEWAY_ACCOUNTS_MAIN_LIVE", live);
        environment.getPropertySources().addFirst(new SystemEnvironmentPropertySource("systemEnvironment", variables));
        return environment;
    }
}
