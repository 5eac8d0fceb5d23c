package wallethub.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import wallethub.id.CustomerId;
import wallethub.problem.ProblemException;

class TrialCallerTests {

    private static final String SECRET = "a-secret-that-only-tests-have-0001";

    private static CallerSource source(AccessSettings settings, Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        return new CallerSource(new TrialCaller(settings, environment), Optional.empty());
    }

    private static Caller resolved(CallerSource source, String authorization, String customer) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Authorization", authorization);
        headers.put("Hub-Trial-Customer", customer);
        return source.resolve(headers::get, "127.0.0.1");
    }

    @Test
    void actsAsTheCustomerNamed() {
        CustomerId customer = CustomerId.next();
        Caller caller = resolved(source(new AccessSettings(SECRET), Map.of()), "Bearer " + SECRET, customer.text());
        assertThat(caller.customer()).isEqualTo(customer);
        assertThat(caller.may("recharge.create")).isTrue();
        assertThat(caller.may("audit.read")).isFalse();
    }

    @Test
    void doesNotExistWithoutASecret() {
        CallerSource source = source(new AccessSettings(""), Map.of());
        String customer = CustomerId.next().text();
        assertThatThrownBy(() -> resolved(source, "Bearer ", customer)).isInstanceOf(ProblemException.class);
        assertThat(source.resolve(name -> null, "127.0.0.1")).isEqualTo(Caller.anonymous("127.0.0.1"));
    }

    @Test
    void refusesAnotherSecretAndNobodyInParticular() {
        CallerSource source = source(new AccessSettings(SECRET), Map.of());
        String customer = CustomerId.next().text();
        assertThatThrownBy(() -> resolved(source, "Bearer wrong", customer)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> resolved(source, "Basic " + SECRET, customer)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> resolved(source, "Bearer " + SECRET, "nobody")).isInstanceOf(ProblemException.class);
    }

    @Test
    void excludesRealMoney() {
        Map<String, Object> live = Map.of("hub.gateway.accounts.main.live", "true");
        assertThatThrownBy(() -> source(new AccessSettings(SECRET), live)).isInstanceOf(IllegalStateException.class);
        assertThat(source(new AccessSettings(null), live)).isNotNull();
        Map<String, Object> trial = Map.of("hub.gateway.accounts.main.live", "false");
        assertThat(source(new AccessSettings(SECRET), trial)).isNotNull();
    }

    @Test
    void refusesAWeakSecret() {
        assertThatThrownBy(() -> new AccessSettings("short")).isInstanceOf(IllegalArgumentException.class);
    }
}
