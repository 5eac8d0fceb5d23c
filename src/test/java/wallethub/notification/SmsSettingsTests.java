package wallethub.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmsSettingsTests {

    @Test
    void withoutAUrlNothingElseIsNeeded() {
        assertThat(new SmsSettings("http", "", "").url()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http, ftp://sms.example, 0123456789abcdef, HUB_SMS_URL",
        "http, sms.example, 0123456789abcdef, HUB_SMS_URL",
        "http, https://sms.example, '', HUB_SMS_TOKEN",
        "http, https://sms.example, too-short, HUB_SMS_TOKEN",
        "../http, https://sms.example, 0123456789abcdef, HUB_SMS_CONNECTOR",
    })
    void namesTheVariableThatIsWrong(String connector, String url, String token, String variable) {
        assertThatThrownBy(() -> new SmsSettings(connector, url, token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(variable)
                .hasMessageNotContaining("too-short");
    }

    @Test
    void neverShowsTheToken() {
        assertThat(new SmsSettings("http", "https://sms.example", "0123456789abcdef"))
                .asString()
                .doesNotContain("0123456789abcdef");
    }
}
