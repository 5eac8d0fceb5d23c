package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.ops.EdgeServer.json;

import java.net.http.HttpRequest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import wallethub.testing.AtOnce;

class IdempotencyIT {

    private static final String NOTES = "/api/notes/v1/notes";
    private static final String CALLS = "/api/notes/v1/calls";
    private static EdgeServer hub;
    private static NoteOperations.Outside outside;

    @BeforeAll
    static void start() {
        hub = new EdgeServer("hub.operation.call-lease=1s");
        outside = hub.context.getBean(NoteOperations.Outside.class);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @AfterEach
    void calm() {
        outside.during.set(null);
    }

    private static String note(String text) {
        return "{\"amount\": {\"amount\": \"1.000\", \"currency\": \"KWD\"}, \"text\": \"" + text + "\"}";
    }

    private static HttpRequest.Builder keyed(String path, String key, String text) {
        return hub.post(path, note(text)).setHeader("Idempotency-Key", key);
    }

    @Test
    void givesTheFirstAnswerAgainAndRefusesAnotherRequest() {
        String key = "key-replay-000000001";
        var first = hub.send(keyed(NOTES, key, "one"));
        int notes = hub.notes();
        var again = hub.send(keyed(NOTES, key, "one"));
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        var other = hub.send(keyed(NOTES, key, "two"));
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(json(other).path("code").asText()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(hub.notes()).isEqualTo(notes);
    }

    @Test
    void keepsNothingOfARefusal() {
        String key = "key-refusal-00000001";
        int notes = hub.notes();
        int keys = hub.keys();
        assertThat(hub.send(keyed(NOTES, key, "refuse me")).statusCode()).isEqualTo(409);
        assertThat(hub.notes()).isEqualTo(notes);
        assertThat(hub.keys()).isEqualTo(keys);
    }

    @Test
    void hasOneEffectHoweverManyAskAtOnce() {
        String key = "key-parallel-0000001";
        int notes = hub.notes();
        AtOnce.run(200, n -> hub.send(keyed(NOTES, key, "many")))
                .forEach(answer -> assertThat(answer.statusCode()).isIn(201, 409));
        assertThat(hub.notes()).isEqualTo(notes + 1);
    }

    @Test
    void refusesASecondRequestWhileTheFirstCallsOut() throws InterruptedException, ExecutionException {
        String key = "key-running-00000001";
        CountDownLatch calling = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        outside.during.set(() -> {
            calling.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> hub.send(keyed(CALLS, key, "slow")));
            calling.await();
            var second = hub.send(keyed(CALLS, key, "slow"));
            assertThat(second.statusCode()).isEqualTo(409);
            assertThat(json(second).path("code").asText()).isEqualTo("IDEMPOTENCY_IN_PROGRESS");
            assertThat(second.headers().firstValue("Retry-After")).isPresent();
            goOn.countDown();
            assertThat(first.get().statusCode()).isEqualTo(201);
        }
        assertThat(hub.send(keyed(CALLS, key, "slow")).headers().firstValue("Idempotency-Replayed"))
                .hasValue("true");
    }

    @Test
    void resumesAtTheCallWhatACrashLeftBehind() {
        String key = "key-crash-0000000001";
        // What a process leaves that dies between prepare and finish: the row with its preparation, and a running
        // lease.
        outside.during.set(() -> {
            throw new IllegalStateException("as if the process died");
        });
        assertThat(hub.send(keyed(CALLS, key, "crash")).statusCode()).isEqualTo(500);
        outside.during.set(null);
        String prepared = hub.jdbc
                .sql("select prepared from operation_key where key = :key")
                .param("key", key)
                .query(String.class)
                .single();
        hub.jdbc
                .sql("update operation_key set lease_until = clock_timestamp() + interval '1 second' where key = :key")
                .param("key", key)
                .update();
        int notes = hub.notes();
        assertThat(hub.send(keyed(CALLS, key, "crash")).statusCode()).isEqualTo(409);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(hub.send(keyed(CALLS, key, "crash")).statusCode())
                                .isEqualTo(201));
        assertThat(hub.notes()).isEqualTo(notes + 1);
        var replay = hub.send(keyed(CALLS, key, "crash"));
        assertThat(prepared).contains(json(replay).path("id").asText());
    }
}
