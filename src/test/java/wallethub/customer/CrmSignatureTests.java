package wallethub.customer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import wallethub.testing.TestClock;

class CrmSignatureTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String OLD = "whsec_" + base64("the old secret, thirty-two bytes");
    private static final String NEW = "whsec_" + base64("the new secret, thirty-two bytes");
    private static final String FOREIGN = "whsec_" + base64("nobody's secret of thirty-two by");
    private static final byte[] BODY = "{\"externalId\":\"C1\"}".getBytes(UTF_8);
    private static final String ID = "msg_1";
    private static final String AT = seconds(NOW);

    private final CrmSignature signature = new CrmSignature(
            new CrmSettings("crm-0123456789abcdefgh", List.of(NEW, OLD), Duration.ofMinutes(5)), new TestClock(NOW));

    /** The vector of the Standard Webhooks libraries. */
    @Test
    void provesThePublishedVector() {
        var published = new CrmSignature(
                new CrmSettings(
                        "crm-0123456789abcdefgh",
                        List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                        Duration.ofMinutes(5)),
                new TestClock(Instant.ofEpochSecond(1_614_265_330)));
        assertThat(published.proves(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        "1614265330",
                        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                        "{\"test\": 2432232314}".getBytes(UTF_8)))
                .isTrue();
    }

    @Test
    void provesUnderEitherLiveSecretAndNoOther() {
        assertThat(proves(ID, AT, signed(NEW, ID, AT, BODY), BODY)).isTrue();
        assertThat(proves(ID, AT, signed(OLD, ID, AT, BODY), BODY)).isTrue();
        assertThat(proves(ID, AT, signed(FOREIGN, ID, AT, BODY), BODY)).isFalse();
    }

    @Test
    void takesOneRightSignatureAmongOthers() {
        String several = "v1a,abc v2," + base64("x".repeat(32)) + " " + signed(FOREIGN, ID, AT, BODY) + " "
                + signed(OLD, ID, AT, BODY);
        assertThat(proves(ID, AT, several, BODY)).isTrue();
    }

    @Test
    void refusesWhateverWasTouched() {
        String good = signed(NEW, ID, AT, BODY);
        assertThat(proves("msg_2", AT, good, BODY)).isFalse();
        assertThat(proves(ID, seconds(NOW.plusSeconds(1)), good, BODY)).isFalse();
        assertThat(proves(ID, AT, good, "{\"externalId\":\"C2\"}".getBytes(UTF_8)))
                .isFalse();
        assertThat(proves(ID, AT, good, new byte[0])).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, -86_400, 86_400, 99_999_999_999L})
    void refusesATimeTooFarOnEitherSide(long off) {
        String at = String.valueOf(Math.min(99_999_999_999L, NOW.getEpochSecond() + off));
        assertThat(proves(ID, at, signed(NEW, ID, at, BODY), BODY)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, 300, 0})
    void takesATimeWithinTheTolerance(long off) {
        String at = seconds(NOW.plusSeconds(off));
        assertThat(proves(ID, at, signed(NEW, ID, at, BODY), BODY)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "v1",
                "v1,",
                ",",
                "v1,not base64 at all",
                "v1,AAAA",
                "v1,v1,v1",
                "V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
            })
    void refusesAMalformedSignature(String malformed) {
        assertThat(proves(ID, AT, malformed, BODY)).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "now", "-1", "1e9", "١٢٣", "99999999999999999999", " 1772366400"})
    void refusesAMalformedTime(String malformed) {
        assertThat(proves(ID, malformed, signed(NEW, ID, String.valueOf(malformed), BODY), BODY))
                .isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "msg.1", "msg 1", "رسالة"})
    void refusesAMalformedId(String malformed) {
        assertThat(proves(malformed, AT, signed(NEW, String.valueOf(malformed), AT, BODY), BODY))
                .isFalse();
    }

    @Test
    void knowsItsOwnPathOnly() {
        assertThat(signature.knows("crm-0123456789abcdefgh")).isTrue();
        assertThat(signature.knows("crm-0123456789abcdefgi")).isFalse();
        assertThat(signature.knows("")).isFalse();
        assertThat(signature.knows(null)).isFalse();
    }

    @Test
    void aMissingOrWeakSecretStopsTheStartWithoutShowingIt() {
        var tolerance = Duration.ofMinutes(5);
        assertThatThrownBy(() -> new CrmSettings("crm-0123456789abcdefgh", List.of(), tolerance))
                .hasMessageContaining("hub.crm.secrets");
        assertThatThrownBy(() -> new CrmSettings("crm-0123456789abcdefgh", List.of("whsec_c2hvcnQ="), tolerance))
                .hasMessageNotContaining("c2hvcnQ");
        assertThatThrownBy(() -> new CrmSettings("crm-0123456789abcdefgh", List.of(NEW.substring(6)), tolerance))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CrmSettings("crm-0123456789abcdefgh", List.of("whsec_%%%"), tolerance))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CrmSettings("crm-0123456789abcdefgh", List.of(OLD, NEW, FOREIGN), tolerance))
                .hasMessageContaining("two");
        assertThatThrownBy(() -> new CrmSettings("", List.of(NEW), tolerance))
                .hasMessageContaining("HUB_CRM_ENDPOINTID");
        assertThatThrownBy(() -> new CrmSettings("short-of-128-bits", List.of(NEW), tolerance))
                .hasMessageContaining("HUB_CRM_ENDPOINTID");
        assertThatThrownBy(() -> new CrmSettings("crm-0123456789abcdefgh", List.of(NEW), Duration.ofHours(1)))
                .hasMessageContaining("hub.crm.tolerance");
        assertThat(new CrmSettings("crm-0123456789abcdefgh", List.of(NEW), tolerance).toString())
                .doesNotContain(NEW)
                .doesNotContain("crm-0123456789abcdefgh");
    }

    private boolean proves(String id, String at, String signatures, byte[] body) {
        return signature.proves(id, at, signatures, body);
    }

    private static String signed(String secret, String id, String at, byte[] body) {
        byte[] mac = WebhookSecret.parse(secret).sign((id + "." + at + ".").getBytes(UTF_8), body);
        return "v1," + Base64.getEncoder().encodeToString(mac);
    }

    private static String seconds(Instant instant) {
        return String.valueOf(instant.getEpochSecond());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
