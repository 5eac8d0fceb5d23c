package wallethub.scenario;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wallethub.embedded.standin.Fault;
import wallethub.embedded.standin.Fault.Mode;
import wallethub.embedded.standin.Fault.Scope;
import wallethub.embedded.standin.SmsStandIn.Message;
import wallethub.scenario.World.Person;
import wallethub.scenario.World.Recharge;
import wallethub.testing.Folders;

/** An integration engineer edits the files of a running hub: right ones are live within two seconds, wrong ones never. */
class LiveEditIT {

    private static final Duration PROMISE = Duration.ofSeconds(2);
    private static final String ENTRY = "mappings/erp/entry.yaml";
    private static final String CUSTOMER = "mappings/erp/customer.yaml";
    private static final String TOLD = "mappings/notify/recharge-succeeded.yaml";
    private static final String EVENTS = "routes/deliver/delivery-events.camel.yaml";
    private static final String APPLY = "routes/apply/payments-apply.camel.yaml";
    private static final String HELLO = "routes/callbacks/hello.camel.yaml";
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path folder;

    private static World world;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        Folders.copy(Path.of("routes"), folder.resolve("routes"));
        Folders.copy(Path.of("mappings"), folder.resolve("mappings"));
        world = World.with(Map.of(
                "hub.routes.dir", folder.resolve("routes").toString(),
                "hub.mappings.dir", folder.resolve("mappings").toString()));
    }

    @AfterAll
    static void stop() {
        if (world != null) {
            world.close();
        }
    }

    /** Every test leaves the shipped files in force, and says so itself by waiting for it. */
    @AfterEach
    void asShipped() throws IOException {
        world.stripe.fault(Fault.NONE);
        Files.deleteIfExists(folder.resolve(HELLO));
        for (String file : List.of(ENTRY, CUSTOMER, TOLD, EVENTS, APPLY)) {
            write(file, Files.readString(Path.of(file)));
        }
        await("the shipped files")
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(
                                ready().at("/components/routes/details").toString()
                                        + ready().at("/components/mappingSet/details"))
                        .doesNotContain("lastError", "hello"));
        world.checkLedger();
        http.close();
    }

    @Test
    void anEditedMappingIsLiveWithinTwoSeconds() throws IOException {
        Person person = world.person();
        world.awaitQuiet();
        String before = hash();

        Duration took = edited(
                ENTRY,
                text -> text.replace("version: 1", "version: 2").replace("Wallet recharge ", "Topped up "),
                () -> !hash().equals(before));

        assertThat(took).isLessThan(PROMISE);
        world.stripe.pay(world.recharge(person, "3.000").session());
        world.awaitErp(person, "3.000");
        assertThat(world.erp
                        .entriesOf(person.customer().externalId())
                        .getFirst()
                        .text())
                .startsWith("Topped up RCH-");
    }

    @Test
    void anEditedTextIsWhatTheNextMessageSays() throws IOException {
        Person person = world.person("ar");
        world.stripe.pay(world.recharge(person, "1.000").session());
        awaitTold(person, "تم شحن محفظتك بمبلغ 1.000 د.ك. رصيدك الآن 1.000 د.ك.");
        String before = hash();

        Duration took = edited(
                TOLD,
                text -> text.replace("version: 1\n", "version: 2\n").replace("تم شحن محفظتك", "أضيف إلى محفظتك رصيد"),
                () -> !hash().equals(before));

        assertThat(took).isLessThan(PROMISE);
        world.stripe.pay(world.recharge(person, "2.000").session());
        awaitTold(person, "أضيف إلى محفظتك رصيد بمبلغ 2.000 د.ك. رصيدك الآن 3.000 د.ك.");
    }

    private static void awaitTold(Person person, String text) {
        await(text)
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(world.sms.inbox(person.customer().mobile()))
                                .extracting(Message::text)
                                .endsWith(text));
    }

    @Test
    void anEditedRouteIsLiveWithinTwoSecondsAndADeletedOneIsGone() throws IOException {
        assertThat(hello()).isEqualTo("404 ");
        Duration added = edited(HELLO, text -> hello("first", 0), () -> hello().equals("200 first"));
        Duration edited = edited(HELLO, text -> hello("second", 0), () -> hello().equals("200 second"));
        long routes = routes();
        Duration deleted = edited(HELLO, text -> "", () -> hello().equals("404 "));

        assertThat(List.of(added, edited, deleted))
                .allSatisfy(took -> assertThat(took).isLessThan(PROMISE));
        assertThat(routes()).isEqualTo(routes - 1);
        assertThat(ready().at("/components/routes/details").has("lastError")).isFalse();
    }

    @Test
    void aRequestInHandIsAnsweredByTheRouteThatTookIt() throws Exception {
        edited(HELLO, text -> hello("first", 0), () -> hello().equals("200 first"));
        edited(HELLO, text -> hello("slow", 1_500), () -> hello().equals("200 slow"));
        CompletableFuture<HttpResponse<String>> inHand =
                http.sendAsync(helloRequest(), HttpResponse.BodyHandlers.ofString());
        awaitInHand();

        write(HELLO, hello("second", 0));

        assertThat(inHand.get(20, TimeUnit.SECONDS).body()).isEqualTo("slow");
        await().atMost(Duration.ofSeconds(10)).until(() -> hello().equals("200 second"));
    }

    @Test
    void aDeliveryInHandIsFinishedOnceWhenItsRouteChanges() throws IOException {
        Person person = world.person();
        Recharge recharge = world.recharge(person, "4.000");
        world.stripe.fault(Fault.of(Mode.SLOW).lasting(1_500).only(Scope.READS));
        world.stripe.pay(recharge.session());

        write(APPLY, Files.readString(Path.of(APPLY)).replace("wallet credits, in order", "credits, in order"));

        world.awaitState(recharge, "succeeded");
        world.awaitErp(person, "4.000");
        world.awaitQuiet();
        assertThat(world.balance(person)).isEqualTo("4.000");
    }

    @Test
    void aBrokenMappingChangesNothingAndIsReported() throws IOException {
        String shipped = Files.readString(Path.of(ENTRY));
        String before = hash();
        for (String broken : List.of(
                // A syntax error of YAML, of the transform, and an unknown function.
                shipped.replace("keys:\n", "keys: [\n"),
                shipped.replace("let money  = ", "let money  "),
                shipped.replace("dec-string(", "dec-strong("),
                // Half-written.
                shipped.substring(0, shipped.length() / 2),
                "",
                // A sample that comes out otherwise.
                shipped.replace("account: \"2301\", credit: \"12.500\"", "account: \"2301\", credit: \"12.501\""),
                shipped.replace("version: 1\n", "version: one\n"))) {
            assertThat(broken).isNotEqualTo(shipped);
            write(ENTRY, broken);
            // A good edit beside it does not come into force either.
            write(CUSTOMER, Files.readString(Path.of(CUSTOMER)).replace("the wallet's entries", "its entries"));

            String error = reported("mappingSet");
            assertThat(error).containsPattern("erp/entry\\.yaml:\\d+:\\d+: ");
            assertThat(metric("hub_mappings_findings")).isGreaterThanOrEqualTo(1);
            assertThat(hash()).isEqualTo(before);
            write(ENTRY, shipped);
            write(CUSTOMER, Files.readString(Path.of(CUSTOMER)));
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () -> assertThat(metric("hub_mappings_findings")).isZero());
        }
        goesOn();
    }

    @Test
    void aBrokenRouteChangesNothingAndIsReported() throws IOException {
        edited(HELLO, text -> hello("first", 0), () -> hello().equals("200 first"));
        String good = hello("second", 0);
        String apply = Files.readString(Path.of(APPLY));
        List<String> reported = new ArrayList<>();
        for (String broken : List.of(
                apply.replace("steps:\n", "steps: [\n"),
                apply.replace("operation:apply-payment", "operation:apply-payments"),
                apply.replace("to: mapping", "to: mapping:no.such-mapping"),
                apply.replace("toD: gateway:", "tod: gateway:"),
                apply.replace("to: mapping", "to: maping"),
                apply.substring(0, apply.indexOf("steps:") + 4),
                apply.replace("id: payments-apply", "id: hello"),
                "")) {
            assertThat(broken).isNotEqualTo(apply);
            write(HELLO, good);
            write(APPLY, broken);

            String error = reported("routes");
            reported.add(error);
            assertThat(error).containsPattern("(apply/payments-apply|callbacks/hello)\\.camel\\.yaml:\\d+:\\d+: ");
            assertThat(metric("hub_routes_broken")).isEqualTo(1);
            assertThat(hello()).isEqualTo("200 first");
            write(HELLO, hello("first", 0));
            write(APPLY, apply);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(metric("hub_routes_broken")).isZero());
        }
        assertThat(reported).doesNotHaveDuplicates();
        goesOn();
    }

    /** The way of a payment, from callback to ERP. */
    private static void goesOn() {
        Person person = world.person();
        world.stripe.pay(world.recharge(person, "2.000").session());
        world.awaitErp(person, "2.000");
    }

    /** Writes the file and tells how long it took until it was seen; a text of nothing deletes it. */
    private static Duration edited(String file, UnaryOperator<String> edit, BooleanSupplier seen) throws IOException {
        Path path = folder.resolve(file);
        String before = Files.exists(path) ? Files.readString(path) : "";
        String after = edit.apply(before);
        assertThat(after).isNotEqualTo(before);
        long start = System.nanoTime();
        if (after.isEmpty()) {
            Files.delete(path);
        } else {
            write(file, after);
        }
        await(file)
                .atMost(Duration.ofSeconds(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(seen::getAsBoolean);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.println("live after " + took.toMillis() + " ms: " + file);
        return took;
    }

    private static void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        // As an editor saves: whole, under its name at once.
        Path draft = folder.resolve("draft");
        Files.writeString(draft, text);
        Files.move(draft, path, ATOMIC_MOVE, REPLACE_EXISTING);
    }

    private static String hello(String text, int millis) {
        String delay = millis == 0 ? "" : "        - delay: { constant: " + millis + " }\n";
        return """
                - route:
                    id: hello
                    description: Says something, for a test.
                    from:
                      uri: platform-http:/callbacks/hello
                      steps:
                %s        - setBody: { constant: %s }
                """.formatted(delay, text);
    }

    private String hello() {
        HttpResponse<String> answer = sent(helloRequest());
        return answer.statusCode() + " " + (answer.statusCode() == 200 ? answer.body() : "");
    }

    private static HttpRequest helloRequest() {
        return HttpRequest.newBuilder(world.callbackUrl("hello"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
    }

    private static void awaitInHand() {
        var camel = world.hub().getBean(org.apache.camel.CamelContext.class);
        await().until(() -> camel.getInflightRepository().size("hello") > 0);
    }

    private String reported(String component) {
        await(component)
                .atMost(Duration.ofSeconds(10))
                .until(() -> lastError(component).length() > 0);
        return lastError(component);
    }

    private String lastError(String component) {
        JsonNode error = ready().at("/components/" + component + "/details/lastError");
        return error.isMissingNode() ? "" : error.toString();
    }

    private String hash() {
        return ready().at("/components/mappingSet/details/hash").asText();
    }

    private long routes() {
        return ready().at("/components/routes/details/count").asLong();
    }

    private JsonNode ready() {
        HttpResponse<String> answer = management("/health/ready");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private double metric(String name) {
        Matcher value = Pattern.compile("(?m)^" + name + "\\{[^}]*} (\\S+)$")
                .matcher(management("/prometheus").body());
        assertThat(value.find()).as(name).isTrue();
        return Double.parseDouble(value.group(1));
    }

    private HttpResponse<String> management(String path) {
        return sent(HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + world.hub().getEnvironment().getProperty("local.management.port") + path))
                .build());
    }

    private HttpResponse<String> sent(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
