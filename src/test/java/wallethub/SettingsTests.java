package wallethub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The settings document and {@code docker-compose.yml}, compared with the settings that the hub reads. */
class SettingsTests {

    // Spring's own, as ARCHITECTURE of the environment names them.
    private static final Set<String> SPRING = Set.of(
            "SPRING_DATASOURCE_URL",
            "SPRING_DATASOURCE_USERNAME",
            "SPRING_DATASOURCE_PASSWORD",
            "SPRING_FLYWAY_USER",
            "SPRING_FLYWAY_PASSWORD",
            "SERVER_PORT",
            "MANAGEMENT_SERVER_PORT");

    @Test
    void theDocumentListsEverySettingWithItsVariableAndDefault() throws Exception {
        StringBuilder text = new StringBuilder("""
                # Settings

                Generated from the code. Each is read from the environment, a config tree or a properties file, by Spring's rules.
                Spring's own that matter: `SPRING_DATASOURCE_URL`, `SPRING_DATASOURCE_USERNAME`, `SPRING_DATASOURCE_PASSWORD`,
                `SPRING_FLYWAY_USER`, `SPRING_FLYWAY_PASSWORD`, `SERVER_PORT` (8080), `MANAGEMENT_SERVER_PORT` (9090).

                The start fails without `SPRING_DATASOURCE_URL`, `HUB_ERP_URL`, `HUB_ERP_TOKEN`, `HUB_CRM_ENDPOINTID`, `HUB_CRM_SECRETS_0`,
                `HUB_LANE_SECRETKEY`, `HUB_LOGIN_PEPPER`, `HUB_LOGIN_SIGNINGKEYS_<ID>`, `HUB_LOGIN_SIGNINGKID`, `HUB_AUDIT_SIGNINGKEYS_<ID>`,
                `HUB_AUDIT_SIGNINGKID`, `HUB_AUDIT_HASHKEY`, `HUB_STAFF_SECRET`, `HUB_STAFF_SIGNINGKEYS_<ID>`, `HUB_STAFF_SIGNINGKID`,
                `HUB_SHOP_SECRET`, `HUB_SHOP_SIGNINGKEYS_<ID>`, `HUB_SHOP_SIGNINGKID`, and with a gateway account that lacks anything but
                `merchant`, `live` or `confirmation`; with `HUB_SMS_URL`, without `HUB_SMS_TOKEN` too. With
                `HUB_ERP_CONNECTOR=tryton` it needs `HUB_ERP_DATABASE`, `HUB_ERP_USER` and `HUB_ERP_PASSWORD` instead of `HUB_ERP_TOKEN`.
                `HUB_ERP_BATCH`, `HUB_ERP_CALLS` and `HUB_ERP_PERSECOND` are then 20, 1 and 200 unless they are set.
                `<ID>` is a name that you choose, letters and digits; in variables it is read in small letters (a currency excepted). `_0` is
                the first of a list; `_1` follows.

                | setting | variable | default |
                |---|---|---|
                """);
        Settings.all()
                .forEach((name, value) -> text.append("| `")
                        .append(name)
                        .append("` | `")
                        .append(Settings.variable(name))
                        .append("` | ")
                        .append(value.isEmpty() ? "" : "`" + value + "`")
                        .append(" |\n"));
        GeneratedDocument.matches(Path.of("docs/operating/settings.md"), text.toString());
    }

    @Test
    void composeSetsOnlyVariablesThatTheHubReads() throws Exception {
        Set<String> known =
                Settings.all().keySet().stream().map(Settings::variable).collect(Collectors.toSet());
        JsonNode compose =
                new YAMLMapper().readTree(Path.of("docker-compose.yml").toFile());
        Set<String> unknown = new TreeSet<>();
        compose.at("/services/hub/environment").fieldNames().forEachRemaining(name -> {
            if (!SPRING.contains(name) && known.stream().noneMatch(setting -> isOf(setting, name))) {
                unknown.add(name);
            }
        });
        assertThat(compose.at("/services").size()).isEqualTo(3);
        assertThat(unknown).isEmpty();
    }

    private static boolean isOf(String setting, String variable) {
        return variable.matches(setting.replace("<ID>", "[A-Z0-9]+").replace("_0", "_[0-9]+"));
    }
}
