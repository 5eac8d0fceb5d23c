package wallethub.ops.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import wallethub.access.Caller;
import wallethub.operation.HttpCall;
import wallethub.operation.HttpReply;

class ServedPathsTests {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ServedPaths paths = new ServedPaths(meters);
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void serve() throws Exception {
        PlatformHttpComponent http = new PlatformHttpComponent();
        http.setEngine(new EdgeEngine(8080));
        http.addPlatformHttpListener(paths);
        camel.addComponent("platform-http", http);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/things/{id}?httpMethodRestrict=GET")
                        .routeId("one")
                        .setBody(simple("thing ${header.id}"));
                from("platform-http:/things/first?httpMethodRestrict=GET")
                        .routeId("first")
                        .setBody(constant("the first"));
                from("platform-http:/things/{id}?httpMethodRestrict=PUT,DELETE")
                        .routeId("change")
                        .setHeader("HubKey", constant("inside"))
                        .setHeader("ETag", constant("\"1\""));
                from("platform-http:/below?matchOnUriPrefix=true")
                        .routeId("below")
                        .setBody(simple("${header.CamelHttpPath}"));
                from("platform-http:/silent").routeId("silent").log("said nothing");
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private HttpReply reply(String method, String path) {
        return paths.call(call(method, path)).orElseThrow();
    }

    private static HttpCall call(String method, String path) {
        return new HttpCall(
                method,
                path,
                Map.of("content-type", List.of("text/plain"), "accept", List.of("*/*")),
                Map.of(),
                "asked".getBytes(UTF_8),
                Caller.anonymous("192.0.2.1"),
                "en",
                "correlation",
                "0af7651916cd43dd8448eb211c80319c",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    private static String text(HttpReply reply) {
        byte[] body = reply.body();
        return body == null ? "" : new String(body, UTF_8);
    }

    @Test
    void theMostSpecificPathServes() {
        assertThat(text(reply("GET", "/things/first"))).isEqualTo("the first");
        assertThat(text(reply("GET", "/things/7"))).isEqualTo("thing 7");
        assertThat(text(reply("GET", "/things/a%20b"))).isEqualTo("thing a b");
        assertThat(text(reply("GET", "/below/and/further"))).isEqualTo("/below/and/further");
    }

    @Test
    void whatNoRouteServesIsLeftToOthers() {
        assertThat(List.of("/", "/things", "/things/", "/things/7/", "/things/7/8", "/Things/7", "//things/7"))
                .allSatisfy(path ->
                        assertThat(paths.call(call("GET", path))).as(path).isEmpty());
    }

    @Test
    void tellsTheMethodsOfAPathOverAllItsRoutes() {
        HttpReply refused = reply("POST", "/things/7");
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.headers()).containsExactly(Map.entry("Allow", "DELETE,GET,HEAD,OPTIONS,PUT"));
        HttpReply told = reply("OPTIONS", "/things/7");
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.headers()).isEqualTo(refused.headers());
    }

    @Test
    void onlyListedHeadersGoOutAndNothingOfTheRequestComesBack() {
        HttpReply changed = reply("PUT", "/things/7");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body()).isNull();
        assertThat(changed.headers()).containsExactly(Map.entry("ETag", "\"1\""));
        assertThat(reply("POST", "/silent").body()).isNull();
    }

    @Test
    void aPathWhoseRouteIsChangingSaysSoUntilItIsTakenOut() throws Exception {
        camel.getRouteController().stopRoute("first");
        assertThat(reply("GET", "/things/first").status()).isEqualTo(503);
        assertThat(reply("GET", "/things/first").headers()).containsKey("Retry-After");
        paths.dropStopped();
        assertThat(text(reply("GET", "/things/first"))).isEqualTo("thing first");

        camel.getRouteController().stopRoute("change");
        paths.dropStopped();
        assertThat(reply("PUT", "/things/7").headers()).containsEntry("Allow", "GET,HEAD,OPTIONS");
    }

    @Test
    void requestsAreTimedByThePatternOfTheirPath() {
        reply("GET", "/things/7");
        reply("GET", "/things/8");
        reply("BREW", "/things/8");
        assertThat(meters.get("http.server.requests")
                        .tags("uri", "/things/{id}", "status", "200", "method", "GET")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(meters.get("http.server.requests")
                        .tags("status", "405", "method", "UNKNOWN")
                        .timer()
                        .count())
                .isEqualTo(1);
    }
}
