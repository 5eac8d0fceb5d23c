package wallethub.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.ECKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import wallethub.access.SigningKeys;
import wallethub.testing.LoginKeys;

/** What stops the start, by the name that an operator sets; no setting passes its ceiling. */
class LoginSettingsTests {

    // What comes before the private number and before the point in a PKCS #8 file of openssl.
    private static final String HEAD = "308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420";
    private static final String MIDDLE = "a144034200";

    private static LoginSettings bound(Map<String, String> changes) {
        Map<String, String> all = new HashMap<>(LoginKeys.settings());
        all.putAll(changes);
        return new Binder(new MapConfigurationPropertySource(all))
                .bind("hub.login", LoginSettings.class)
                .get();
    }

    @Test
    void theDefaultsAreTheNumbersOfTheRequirements() {
        LoginSettings settings = bound(Map.of());
        assertThat(settings.codeLife()).hasSeconds(300);
        assertThat(settings.accessLife()).hasMinutes(10);
        assertThat(settings.idle()).hasDays(14);
        assertThat(settings.absolute()).hasDays(30);
        assertThat(settings.grace()).hasSeconds(10);
        assertThat(settings.guessing().most()).isEqualTo(100);
        assertThat(Challenge.TRIES_MAX).isEqualTo(5);
        assertThat(settings.countries()).containsExactlyInAnyOrder("SA", "AE", "KW", "BH", "QA", "OM");
    }

    @ParameterizedTest
    @CsvSource({
        "hub.login.pepper, '', HUB_LOGIN_PEPPER, is missing",
        "hub.login.pepper, too-short, HUB_LOGIN_PEPPER, too weak",
        "hub.login.pepper, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, HUB_LOGIN_PEPPER, too weak",
        "hub.login.signing-kid, '', HUB_LOGIN_SIGNINGKID, is missing",
        "hub.login.signing-kid, other, HUB_LOGIN_SIGNINGKID, names none",
        "hub.login.code-life, 601s, hub.login.code-life, from",
        "hub.login.access-life, 11m, hub.login.access-life, from",
        "hub.login.idle, 15d, hub.login.idle, from",
        "hub.login.absolute, 31d, hub.login.absolute, from",
        "hub.login.grace, 11s, hub.login.grace, from",
        "hub.login.guessing.most, 101, hub.login.guessing.most, from",
        "hub.login.guessing.step, 11, hub.login.guessing.step, from",
        "hub.login.sending.per-hour, 11, hub.login.sending.per-hour, from",
        "hub.login.sending.per-day, 21, hub.login.sending.per-day, from",
        "hub.login.sending.price, 0, hub.login.sending.price, above 0",
        "hub.login.sending.daily-budget, 0.01, hub.login.sending.daily-budget, pays for"
    })
    void whatIsMissingWeakOrTooMuchIsNamedAndNotShown(String name, String value, String named, String reason) {
        assertThatThrownBy(() -> bound(Map.of(name, value)))
                .rootCause()
                .hasMessageContaining(named)
                .hasMessageContaining(reason)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("too-short", "aaaaaaaa"));
    }

    @Test
    void aKeyComesAsAJwkOrAsOpensslWritesIt() {
        ECKey key = LoginKeys.signingKey("one");
        byte[] der = HexFormat.of()
                .parseHex(HEAD
                        + HexFormat.of().formatHex(key.getD().decode())
                        + MIDDLE
                        + "04"
                        + HexFormat.of().formatHex(key.getX().decode())
                        + HexFormat.of().formatHex(key.getY().decode()));
        String openssl = Base64.getEncoder().encodeToString(der);
        assertThat(keys(openssl).verifier("one")).isPresent();

        byte[] another = Arrays.copyOf(der, der.length);
        byte[] point = LoginKeys.signingKey("two").getX().decode();
        System.arraycopy(point, 0, another, der.length - 64, point.length);
        assertRefused(Base64.getEncoder().encodeToString(another));
    }

    @Test
    void whatIsNoKeyIsRefusedWithoutShowingIt() throws Exception {
        assertRefused("bm8ta2V5");
        assertRefused("{}");
        assertRefused(LoginKeys.signingKey("public").toPublicJWK().toJSONString());
        assertRefused(new com.nimbusds.jose.jwk.gen.ECKeyGenerator(com.nimbusds.jose.jwk.Curve.P_384)
                .generate()
                .toJSONString());
    }

    private static SigningKeys keys(String one) {
        LoginSettings settings = bound(Map.of("hub.login.signing-keys.one", one));
        return new SigningKeys("hub.login", settings.signingKeys(), settings.signingKid());
    }

    private static void assertRefused(String key) {
        assertThatThrownBy(() -> keys(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HUB_LOGIN_SIGNINGKEYS")
                .hasMessageNotContaining(key);
    }

    @Test
    void neitherSettingsNorSecretsSayWhatTheyKnow() {
        assertThat(bound(Map.of()).toString())
                .doesNotContain(LoginKeys.PEPPER)
                .doesNotContain(LoginKeys.SIGNING_KEY.getD().toString());
    }
}
