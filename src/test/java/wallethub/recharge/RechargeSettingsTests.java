package wallethub.recharge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class RechargeSettingsTests {

    @Test
    void limitsOfACurrencyBindFromTheEnvironment() {
        StandardEnvironment environment = new StandardEnvironment();
        Map<String, Object> variables = Map.of(
                "HUB_RECHARGE_LIMITS_KWD_MINIMUM", "2.000",
                "HUB_RECHARGE_LIMITS_KWD_MAXIMUM", "9.000",
                "HUB_RECHARGE_LIMITS_KWD_MULTIPLE", "0.010");
        environment.getPropertySources().addFirst(new SystemEnvironmentPropertySource("systemEnvironment", variables));
        RechargeSettings settings = Binder.get(environment).bindOrCreate("hub.recharge", RechargeSettings.class);
        assertThat(settings.limits().get("KWD"))
                .isEqualTo(new RechargeSettings.Limits("2.000", "9.000", "0.010", List.of()));
        assertThat(settings.limits()).containsKey("USD").doesNotContainKey("kwd");
    }
}
