package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteReloadIT {

    private EdgeServer hub;
    private Path file;

    @BeforeEach
    void start() {
        hub = new EdgeServer();
        file = hub.routes.resolve("callbacks/hello.camel.yaml");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private static String hello(String id, String step) {
        return """
                - route:
                    id: %s
                    description: Says something, for a test of reloading.
                    from:
                      uri: platform-http:/callbacks/%s
                      steps:
                        - %s
                """.formatted(id, id, step);
    }

    private static String says(String text) {
        return "setBody: { constant: " + text + " }";
    }

    private String answer(String path) {
        var response = hub.send(hub.anonymous("/callbacks/" + path).POST(BodyPublishers.noBody()));
        return response.statusCode() == 200 ? response.body() : "status " + response.statusCode();
    }

    private String health() {
        return hub.management("/health/ready").body();
    }

    private void write(String text) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }

    // The promise is two seconds; a build machine under load gets a little more.
    private static ConditionFactory soon() {
        return Awaitility.await().pollInterval(Duration.ofMillis(50)).atMost(Duration.ofSeconds(10));
    }

    /** A component that another context took over would consume for that context, and stop with it. */
    private void everyComponentIsTheServingContexts() {
        CamelContext serving = hub.context.getBean(CamelContext.class);
        assertThat(hub.context.getBeansOfType(Component.class).values())
                .isNotEmpty()
                .allSatisfy(component -> assertThat(component.getCamelContext())
                        .as("%s", component)
                        .isIn(null, serving));
    }

    @Test
    void followsTheFilesAndKeepsWhatServesWhenTheyAreBroken() throws IOException {
        assertThat(answer("one")).isEqualTo("status 404");
        write(hello("one", says("first")));
        soon().untilAsserted(() -> assertThat(answer("one")).isEqualTo("first"));

        write(hello("one", says("second")) + hello("two", says("too")));
        soon().untilAsserted(() -> assertThat(answer("two")).isEqualTo("too"));
        assertThat(answer("one")).isEqualTo("second");
        everyComponentIsTheServingContexts();

        // The last of three is wrong: none of it is applied, and the place is told.
        write(hello("one", says("third")) + hello("two", says("too")) + hello("three", "to: operation:no-such-thing"));
        soon().untilAsserted(() ->
                assertThat(health()).contains("callbacks/hello.camel.yaml:21:", "no operation is named no-such-thing"));
        assertThat(answer("one")).isEqualTo("second");
        assertThat(answer("three")).isEqualTo("status 404");

        write("- route:\n    id: one\n    from: [");
        soon().untilAsserted(() -> assertThat(health()).contains("callbacks/hello.camel.yaml:3:"));
        assertThat(answer("one")).isEqualTo("second");

        write("");
        soon().untilAsserted(() -> assertThat(health()).contains("a route file is a list of routes"));
        assertThat(answer("two")).isEqualTo("too");
        assertThat(hub.management("/prometheus").body()).containsPattern("hub_routes_broken\\{.*} 1.0");

        Files.delete(file);
        soon().untilAsserted(() -> assertThat(answer("one")).isEqualTo("status 404"));
        assertThat(answer("two")).isEqualTo("status 404");
        assertThat(health()).doesNotContain("lastError");
    }
}
