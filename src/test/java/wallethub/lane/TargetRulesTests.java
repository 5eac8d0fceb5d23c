package wallethub.lane;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRulesTests {

    private static final TargetRules RULES = new TargetRules("erp");

    @Test
    void letThroughWhatIsWhole() {
        assertThatCode(() -> {
                    RULES.connector("rest-2", "rest");
                    RULES.url("http://127.0.0.1:9/base");
                    RULES.url("https://erp.example");
                    RULES.token("0123456789abcdef");
                })
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Rest", "../rest", "2rest", "rest/x", "re_st"})
    void refuseAConnectorThatIsNoWord(String connector) {
        assertThatThrownBy(() -> RULES.connector(connector, "rest"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("HUB_ERP_CONNECTOR (hub.erp.connector) is a word such as rest");
    }

    @ParameterizedTest
    @CsvSource({
        "'',                is missing",
        "' ',               is missing",
        "erp.example,       is not an http or https URL",
        "ftp://erp.example, is not an http or https URL",
        "https:erp,         is not an http or https URL",
        "http://a b,        is not an http or https URL"
    })
    void refuseAUrlThatIsNone(String url, String rule) {
        assertThatThrownBy(() -> RULES.url(url)).hasMessage("HUB_ERP_URL (hub.erp.url) " + rule);
    }

    @Test
    void refuseATokenThatCanBeGuessedAndDoNotShowIt() {
        assertThatThrownBy(() -> RULES.token(" ")).hasMessage("HUB_ERP_TOKEN (hub.erp.token) is missing");
        assertThatThrownBy(() -> RULES.token("0123456789abcde"))
                .hasMessage("HUB_ERP_TOKEN (hub.erp.token) is too weak: it has fewer than 16 characters");
    }
}
