package wallethub.bench;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Callbacks at an even pace, whatever became of those before: a hub that is slow is not asked less. */
final class Paced {

    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final Callbacks callbacks;
    private final int perSecond;
    private final int count;

    Paced(Callbacks callbacks, int perSecond, int count) {
        this.callbacks = callbacks;
        this.perSecond = perSecond;
        this.count = count;
    }

    /**
     * @param first the number of the first one
     * @return when each was sent, in microseconds of the epoch, by its payment
     * @throws IllegalStateException when one was answered otherwise than with 200
     */
    Map<String, Long> send(long first) {
        Map<String, Long> sent = new HashMap<>();
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(ANSWER)
                .build()) {
            List<CompletableFuture<HttpResponse<Void>>> answers = new ArrayList<>();
            long since = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long due = since + i * 1_000_000_000L / perSecond;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                sent.put(callbacks.payment(first + i), System.currentTimeMillis() * 1_000);
                answers.add(
                        client.sendAsync(callbacks.http(first + i, ANSWER), HttpResponse.BodyHandlers.discarding()));
            }
            for (CompletableFuture<HttpResponse<Void>> answer : answers) {
                if (answer.join().statusCode() != 200) {
                    throw new IllegalStateException(
                            "a callback was answered with " + answer.join().statusCode());
                }
            }
        }
        return sent;
    }
}
