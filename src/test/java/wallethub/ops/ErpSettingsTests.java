package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.convert.DurationStyle;

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
        assertThatThrownBy(() -> byToken(connector, url, token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void neverShowTheToken() {
        assertThat(byToken("rest", "https://erp.example", "0123456789abcdef"))
                .asString()
                .contains("https://erp.example")
                .doesNotContain("0123456789abcdef");
    }

    /** One that logs in needs no token. */
    @ParameterizedTest
    @CsvSource({
        "'',    hub, 0123456789abcdef, 1, 4m,  HUB_ERP_DATABASE (hub.erp.database) is missing",
        "../db, hub, 0123456789abcdef, 1, 4m,  'HUB_ERP_DATABASE (hub.erp.database) has other characters than letters, digits, dot, dash and underscore'",
        "erp,   '',  0123456789abcdef, 1, 4m,  HUB_ERP_USER (hub.erp.user) is missing",
        "erp,   hub, '',               1, 4m,  HUB_ERP_PASSWORD (hub.erp.password) is missing",
        "erp,   hub, too-short,        1, 4m,  HUB_ERP_PASSWORD (hub.erp.password) is too weak: it has fewer than 16 characters",
        "erp,   hub, 0123456789abcdef, 0, 4m,  HUB_ERP_COMPANY (hub.erp.company) is not above 0",
        "erp,   hub, 0123456789abcdef, 1, 0s,  HUB_ERP_SESSION (hub.erp.session) is not between 1s and 1d"
    })
    void ofALoginNameTheVariableThatIsWrong(
            String database, String user, String password, int company, String session, String message) {
        Duration life = DurationStyle.detectAndParse(session);
        assertThatThrownBy(() -> byLogin(database, user, password, company, life, Duration.ofMinutes(15)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void nameTheVariableOfTwoWordsAsItIsSet() {
        assertThatThrownBy(() -> byLogin("erp", "hub", "0123456789abcdef", 1, Duration.ofMinutes(4), Duration.ZERO))
                .hasMessage("HUB_ERP_LOGINPAUSE (hub.erp.login-pause) is not between 1s and 1d");
    }

    @Test
    void neverShowThePassword() {
        assertThat(byLogin("erp", "hub", "0123456789abcdef", 1, Duration.ofMinutes(4), Duration.ofMinutes(15)))
                .asString()
                .doesNotContain("0123456789abcdef");
    }

    /** What takes one at a time is not given many. */
    @ParameterizedTest
    @CsvSource({
        "rest, 2, HUB_ERP_BATCH (hub.erp.batch) is not between 1 and 1",
        "sap,  0, HUB_ERP_BATCH (hub.erp.batch) is not between 1 and 100",
        "sap, 101, HUB_ERP_BATCH (hub.erp.batch) is not between 1 and 100"
    })
    void boundTheBatchByWhatTheConnectorTakes(String connector, int batch, String message) {
        assertThatThrownBy(() -> byToken(connector, "https://erp.example", "0123456789abcdef", batch))
                .hasMessage(message);
        assertThat(byToken("sap", "https://erp.example", "0123456789abcdef", 100)
                        .batch())
                .isEqualTo(100);
    }

    private static ErpSettings byToken(String connector, String url, String token) {
        return byToken(connector, url, token, 1);
    }

    private static ErpSettings byToken(String connector, String url, String token, int batch) {
        return new ErpSettings(
                connector,
                url,
                token,
                batch,
                8,
                20,
                "",
                "",
                "",
                1,
                "WALLET",
                Duration.ofMinutes(4),
                Duration.ofMinutes(15));
    }

    private static ErpSettings byLogin(
            String database, String user, String password, int company, Duration session, Duration pause) {
        return new ErpSettings(
                "tryton",
                "https://erp.example",
                "",
                20,
                1,
                200,
                database,
                user,
                password,
                company,
                "WALLET",
                session,
                pause);
    }
}
