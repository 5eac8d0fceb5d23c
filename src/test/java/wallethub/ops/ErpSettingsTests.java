package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErpSettingsTests {

    /** In this order: the first that is wrong is the one that is named. */
    @ParameterizedTest
    @CsvSource({
        "../rest, '',                  '',        HUB_ERP_CONNECTOR (hub.erp.connector) is a word such as rest",
        "rest,    '',                  '',        HUB_ERP_URL (hub.erp.url) is missing",
        "rest,    ftp://erp.example,   '',        HUB_ERP_URL (hub.erp.url) is not an http or https URL",
        "rest,    https://erp.example, '',        HUB_ERP_TOKEN (hub.erp.token) is missing",
        "rest,    https://erp.example, too-short, HUB_ERP_TOKEN (hub.erp.token) is too weak: it has fewer than 16 characters"
    })
    void nameTheVariableThatIsWrong(String connector, String url, String token, String message) {
        assertThatThrownBy(() -> new ErpSettings(connector, url, token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void neverShowTheToken() {
        assertThat(new ErpSettings("rest", "https://erp.example", "0123456789abcdef"))
                .asString()
                .contains("https://erp.example")
                .doesNotContain("0123456789abcdef");
    }
}
