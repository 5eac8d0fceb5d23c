package wallethub.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTests {

    private static final Duration PATIENCE = Duration.ofMillis(400);

    private final List<String> done = new CopyOnWriteArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer system;
    private FaultProxy proxy;

    @BeforeEach
    void aSystemBehindAProxy() throws IOException {
        system = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        system.createContext("/", this::answer);
        system.start();
        proxy = FaultProxy.before(
                URI.create("http://127.0.0.1:" + system.getAddress().getPort()));
    }

    @AfterEach
    void allEnds() {
        proxy.close();
        system.stop(0);
        http.shutdownNow();
    }

    @Test
    void passesRequestsAndAnswersAsTheyAreOnOneConnection() throws Exception {
        for (String body : List.of("one", "", "عميل تجريبي", "x".repeat(100_000))) {
            HttpResponse<String> answer = send(body);
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo("did " + body);
            assertThat(answer.headers().firstValue("X-Header")).contains("kept");
        }
        assertThat(get("/long?chunked=true").body()).isEqualTo("long".repeat(10_000));
        assertThat(done).hasSize(5);
        assertThat(proxy.connections()).isEqualTo(1);
        assertThat(proxy.passages()).extracting(Passage::forwarded).containsOnly(1);
        assertThat(proxy.passages().getLast().target()).isEqualTo("/long?chunked=true");
        assertThat(proxy.passages().getFirst().header("x-asked")).contains("yes");
    }

    @Test
    void aLostRequestIsNeverThereAndALostAnswerIsDone() {
        proxy.next(new Trouble.LoseRequest());
        assertThatThrownBy(() -> send("lost")).isInstanceOf(HttpTimeoutException.class);
        assertThat(done).isEmpty();

        proxy.next(new Trouble.LoseAnswer());
        assertThatThrownBy(() -> send("done")).isInstanceOf(HttpTimeoutException.class);
        assertThat(done).containsExactly("done");
        await().untilAsserted(() -> assertThat(proxy.connections()).isZero());
        assertThat(proxy.passages()).allMatch(Passage::ended);
    }

    @Test
    void aLateForwardIsDoneWhenTheCallerHasLongGone() {
        proxy.next(new Trouble.ForwardLate(Duration.ofMillis(600)));
        assertThatThrownBy(() -> send("late")).isInstanceOf(HttpTimeoutException.class);
        assertThat(done).isEmpty();
        await().untilAsserted(() -> assertThat(done).containsExactly("late"));
    }

    @Test
    void aResetIsBeforeOrAfterWhatWasAsked() {
        proxy.next(new Trouble.ResetBefore());
        assertThatThrownBy(() -> send("before")).hasRootCauseMessage("Connection reset");
        assertThat(done).isEmpty();

        proxy.next(new Trouble.ResetAfter());
        assertThatThrownBy(() -> send("after")).hasRootCauseMessage("Connection reset");
        assertThat(done).containsExactly("after");
    }

    @Test
    void twiceIsDoneTwiceAndAnsweredOnce() throws Exception {
        proxy.next(new Trouble.Twice());
        assertThat(send("again").body()).isEqualTo("did again");
        assertThat(done).containsExactly("again", "again");
        assertThat(proxy.passages())
                .singleElement()
                .extracting(Passage::forwarded)
                .isEqualTo(2);
    }

    @Test
    void theFirstIsHeldUntilTheSecondIsThereAndBack() throws Exception {
        proxy.when(passage -> passage.method().equals("POST"), 1, new Trouble.BehindNext());
        CompletableFuture<HttpResponse<String>> first = sending("first", Duration.ofSeconds(20));
        await().until(() -> proxy.passages().size() == 1);
        get("/other");
        assertThat(first).isNotDone();
        send("second");
        assertThat(first.get().body()).isEqualTo("did first");
        assertThat(done).containsExactly("", "second", "first");
    }

    @Test
    void answersInsteadOfTheSystemOrOverIt() throws Exception {
        proxy.next(Trouble.tooMany(7));
        HttpResponse<String> refused = send("refused");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("7");
        assertThat(done).isEmpty();

        proxy.next(Trouble.malformed());
        HttpResponse<String> malformed = send("done");
        assertThat(malformed.statusCode()).isEqualTo(200);
        assertThat(malformed.body()).isEqualTo("<html><body>proxy</bo");
        assertThat(done).containsExactly("done");
        assertThat(proxy.passages().getLast().systemStatus()).isEqualTo(201);
        assertThat(send("next").statusCode()).isEqualTo(201);
    }

    @Test
    void aTruncatedAnswerEndsInTheMiddle() {
        proxy.next(new Trouble.Truncate());
        assertThatThrownBy(() -> send("half")).isInstanceOf(IOException.class);
        assertThat(done).containsExactly("half");
    }

    @Test
    void slowAnswersComeWhole() throws Exception {
        proxy.next(new Trouble.Drip(Duration.ofMillis(160)));
        long before = System.nanoTime();
        assertThat(sending("slowly", Duration.ofSeconds(20)).get().body()).isEqualTo("did slowly");
        proxy.next(new Trouble.AnswerLate(Duration.ofMillis(100)));
        assertThat(sending("later", Duration.ofSeconds(20)).get().body()).isEqualTo("did later");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(200));
    }

    @Test
    void aRuleTakesWhatFitsItAndOnlySoOften() throws Exception {
        proxy.when(passage -> passage.body().contains("bad"), 2, Trouble.answer(500, "{}"));
        assertThat(send("good").statusCode()).isEqualTo(201);
        assertThat(send("bad").statusCode()).isEqualTo(500);
        assertThat(proxy.isSpent()).isFalse();
        assertThat(send("bad").statusCode()).isEqualTo(500);
        assertThat(proxy.isSpent()).isTrue();
        assertThat(send("bad").statusCode()).isEqualTo(201);

        proxy.when(passage -> true, -1, Trouble.answer(503, "{}"));
        assertThat(send("good").statusCode()).isEqualTo(503);
        assertThat(send("good").statusCode()).isEqualTo(503);
        proxy.heal();
        assertThat(send("good").statusCode()).isEqualTo(201);
    }

    @Test
    void idleConnectionsCanBeClosedAndNewOnesServe() throws Exception {
        send("first");
        proxy.closeIdle();
        await().untilAsserted(() -> assertThat(proxy.connections()).isZero());
        assertThat(get("/second").statusCode()).isEqualTo(201);
        proxy.next(new Trouble.CloseAfter());
        send("third");
        await().untilAsserted(() -> assertThat(proxy.connections()).isZero());
        assertThat(done).containsExactly("first", "", "third");
    }

    @Test
    void refusesConnectionsWhileItIsAway() throws Exception {
        send("first");
        proxy.leave();
        assertThatThrownBy(() -> sendAsNewcomer("refused")).isInstanceOf(ConnectException.class);
        proxy.comeBack();
        sendAsNewcomer("second");
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void aSystemThatIsNotThereIsA502() throws Exception {
        system.stop(0);
        assertThat(send("nobody").statusCode()).isEqualTo(502);
        assertThat(proxy.passages())
                .singleElement()
                .extracting(Passage::forwarded)
                .isEqualTo(0);
    }

    private HttpResponse<String> send(String body) throws Exception {
        return http.send(request(body, PATIENCE), BodyHandlers.ofString());
    }

    /** On a connection of its own: a client's pool may still send on one that is being closed. */
    private void sendAsNewcomer(String body) throws Exception {
        try (HttpClient newcomer = HttpClient.newHttpClient()) {
            newcomer.send(request(body, PATIENCE), BodyHandlers.ofString());
        }
    }

    private CompletableFuture<HttpResponse<String>> sending(String body, Duration patience) {
        return http.sendAsync(request(body, patience), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(proxy.url().resolve(path)).build(), BodyHandlers.ofString());
    }

    private HttpRequest request(String body, Duration patience) {
        return HttpRequest.newBuilder(proxy.url().resolve("/entries"))
                .timeout(patience)
                .header("X-Asked", "yes")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            done.add(body);
            boolean chunked = "chunked=true".equals(exchange.getRequestURI().getQuery());
            byte[] answer = (chunked ? "long".repeat(10_000) : "did " + body).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().putAll(Map.of("X-Header", List.of("kept")));
            exchange.sendResponseHeaders(201, chunked ? 0 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }
}
