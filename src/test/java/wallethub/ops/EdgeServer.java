package wallethub.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.WalletHub;
import wallethub.id.CustomerId;
import wallethub.testing.ApiContract;
import wallethub.testing.Folders;
import wallethub.testing.LoginKeys;
import wallethub.testing.TestDatabase;
import wallethub.testing.Tokens;

/** The hub on a real port with the routes of the tests, and a client of it. */
final class EdgeServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    final CustomerId customer = CustomerId.next();
    final Path routes;
    final ConfigurableApplicationContext context;
    final JdbcClient jdbc;
    private final Tokens tokens = new Tokens(LoginKeys.SIGNING_KEY);
    private final Map<CustomerId, String> authorizations = new ConcurrentHashMap<>();
    private final HttpClient client = HttpClient.newHttpClient();

    EdgeServer(String... properties) {
        this(copyOfTestRoutes(), properties);
    }

    /** With the routes of the product. */
    static EdgeServer shipped(String... properties) {
        return new EdgeServer(Path.of("routes"), properties);
    }

    /** With the routes of a folder. */
    static EdgeServer of(Path routes, String... properties) {
        return new EdgeServer(routes, properties);
    }

    private static Path copyOfTestRoutes() {
        try {
            Path routes = Files.createTempDirectory("routes");
            Folders.copy(Path.of("src/test/resources/edge/routes"), routes);
            return routes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EdgeServer(Path routes, String... properties) {
        this.routes = routes;
        String url = TestDatabase.freshUrl();
        context = new SpringApplicationBuilder(WalletHub.class, NoteOperations.class)
                .web(WebApplicationType.SERVLET)
                .run(settings(
                        Stream.of(
                                "server.port=0",
                                "management.server.port=0",
                                "spring.datasource.url=" + url,
                                "spring.datasource.username=hub_app",
                                "spring.flyway.user=hub_owner",
                                "spring.quartz.auto-startup=false",
                                "spring.quartz.scheduler-name=" + TestDatabase.schedulerName(url),
                                "logging.structured.format.console=",
                                "hub.routes.dir=" + routes,
                                "hub.erp.url=http://127.0.0.1:9",
                                "hub.erp.token=an-erp-token-of-the-tests",
                                "hub.erp.feed.every=1d",
                                "hub.crm.endpoint-id=crm-endpoint-of-the-tests",
                                "hub.crm.secrets[0]=whsec_Y3JtLXNlY3JldC1vZi10aGUtdGVzdHMtMzItYnl0ZXM=",
                                "hub.edge.limits.address=10000000",
                                "hub.edge.limits.customer=10000000",
                                "hub.edge.limits.money=1000000"),
                        Stream.of(properties)));
        jdbc = JdbcClient.create(TestDatabase.behind(context.getBean(DataSource.class)));
        jdbc.sql("create table test_note (id text primary key, amount text, text text)")
                .update();
        jdbc.sql("grant select, insert on test_note to hub_app").update();
    }

    /** As arguments, which come before application.yml; one that comes again is the one that counts. */
    private static String[] settings(Stream<String> usual, Stream<String> own) {
        Map<String, String> settings = new LinkedHashMap<>(LoginKeys.settings());
        Stream.concat(usual, own)
                .map(setting -> setting.split("=", 2))
                .forEach(setting -> settings.put(setting[0], setting[1]));
        return settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    int managementPort() {
        return context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    }

    /** A request of the usual customer with a fresh key, to be changed as wanted. */
    HttpRequest.Builder request(String path) {
        return request(customer, path);
    }

    HttpRequest.Builder request(CustomerId caller, String path) {
        return anonymous(path)
                .header("Authorization", authorization(caller))
                .header("Idempotency-Key", UUID.randomUUID().toString());
    }

    /** Of a token that lives longer than a test. */
    String authorization(CustomerId caller) {
        return authorizations.computeIfAbsent(caller, id -> "Bearer " + tokens.of(id.text()));
    }

    /** Of a token that was good. */
    String expiredAuthorization(CustomerId caller) {
        return "Bearer " + tokens.expired(caller.text());
    }

    HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path));
    }

    HttpRequest.Builder post(String path, String json) {
        return request(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return ApiContract.checked(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> management(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort() + path)));
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(response.body(), e);
        }
    }

    int notes() {
        return jdbc.sql("select count(*) from test_note").query(Integer.class).single();
    }

    int keys() {
        return jdbc.sql("select count(*) from operation_key")
                .query(Integer.class)
                .single();
    }

    @Override
    public void close() {
        context.close();
    }
}
