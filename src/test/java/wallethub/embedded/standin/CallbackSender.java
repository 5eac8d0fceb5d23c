package wallethub.embedded.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends signed callbacks as foreign systems do: at least once, again and again until a 2xx, also after a restart of the
 * sender.
 */
final class CallbackSender implements AutoCloseable {

    private static final int ATTEMPTS_MAX = 40;
    private static final long BACKOFF_FIRST_MS = 500;
    private static final long BACKOFF_MAX_MS = 15_000;
    private static final int ANSWER_CHARS_MAX = 300;

    /** The headers that prove who sent a message. */
    interface Signer {
        Map<String, String> headers(String messageId, byte[] body, Instant at, Signing how);
    }

    /** What is to be sent. */
    record Message(String id, String body) {}

    private final DurableMap<Callback> callbacks;
    private final Signer signer;
    private final AtomicInteger lastId = new AtomicInteger();
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private volatile @Nullable URI target;

    CallbackSender(@Nullable Path directory, String name, Signer signer) {
        this.callbacks = DurableMap.open(directory, name, Callback.class);
        this.signer = signer;
        callbacks.values().forEach(c -> lastId.accumulateAndGet(Integer.parseInt(c.id()), Math::max));
    }

    /** Sets where to send; what an earlier run left unsent goes out now. */
    void target(URI hub) {
        boolean first = target == null;
        target = hub;
        if (first) {
            callbacks.values().stream()
                    .filter(c -> c.state() == Callback.State.PENDING)
                    .forEach(c -> later(c, BACKOFF_FIRST_MS));
        }
    }

    @Nullable
    URI target() {
        return target;
    }

    List<Callback> all() {
        return callbacks.values();
    }

    List<Callback> of(String messageId) {
        return all().stream().filter(c -> c.messageId().equals(messageId)).toList();
    }

    /** Completes when each copy had its first attempt; those that failed go on by themselves. */
    CompletableFuture<List<Callback>> send(List<Message> messages, Sending how) {
        CompletableFuture<List<Callback>> done = new CompletableFuture<>();
        dispatch(messages, how, done::complete);
        return done;
    }

    /** As {@code send}, for whoever does not wait. */
    void dispatch(List<Message> messages, Sending how) {
        dispatch(messages, how, attempted -> {});
    }

    private void dispatch(List<Message> messages, Sending how, Consumer<List<Callback>> attempted) {
        List<Callback> copies = copies(how.reversed() ? messages.reversed() : messages, how);
        if (how.lost()) {
            attempted.accept(copies);
            return;
        }
        in(how.delayMillis(), () -> attempted.accept(how.parallel() ? together(copies) : inTurn(copies)));
    }

    @Override
    public void close() {
        workers.shutdownNow();
        http.close();
        callbacks.close();
    }

    private List<Callback> copies(List<Message> messages, Sending how) {
        Callback.State state = how.lost() ? Callback.State.LOST : Callback.State.PENDING;
        List<Callback> copies = new ArrayList<>();
        for (Message message : messages) {
            for (int i = 0; i < how.copies(); i++) {
                String id = Integer.toString(lastId.incrementAndGet());
                Callback copy = new Callback(id, message.id(), message.body(), how.signing(), state, 0, null, null);
                callbacks.put(id, copy);
                copies.add(copy);
            }
        }
        return copies;
    }

    private List<Callback> inTurn(List<Callback> copies) {
        return copies.stream().map(this::attempt).toList();
    }

    private List<Callback> together(List<Callback> copies) {
        List<CompletableFuture<Callback>> running = copies.stream()
                .map(copy -> CompletableFuture.supplyAsync(() -> attempt(copy), workers))
                .toList();
        return running.stream().map(CompletableFuture::join).toList();
    }

    private Callback attempt(Callback callback) {
        Callback after = exchange(callback);
        if (workers.isShutdown()) {
            return after;
        }
        callbacks.put(after.id(), after);
        if (after.state() == Callback.State.PENDING) {
            later(after, Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS << Math.min(after.attempts(), 10)));
        }
        return after;
    }

    private void later(Callback callback, long delayMillis) {
        in(delayMillis, () -> attempt(callback));
    }

    /** After a close nothing runs any more: the executor refuses it. */
    private void in(long delayMillis, Runnable work) {
        CompletableFuture.delayedExecutor(delayMillis, TimeUnit.MILLISECONDS, workers)
                .execute(work);
    }

    private Callback exchange(Callback callback) {
        URI hub = target;
        if (hub == null) {
            return callback.attempted(state(callback, false), null, "no callback URL is set");
        }
        byte[] body = callback.body().getBytes(UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(hub)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        signer.headers(callback.messageId(), body, Instant.now(), callback.signing())
                .forEach(request::header);
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean accepted = answer.statusCode() / 100 == 2;
            return callback.attempted(state(callback, accepted), answer.statusCode(), cut(answer.body()));
        } catch (IOException e) {
            return callback.attempted(state(callback, false), null, cut(e.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return callback;
        }
    }

    private static Callback.State state(Callback callback, boolean accepted) {
        if (accepted) {
            return Callback.State.DELIVERED;
        }
        if (callback.signing() != Signing.GOOD) {
            return Callback.State.REFUSED;
        }
        return callback.attempts() + 1 < ATTEMPTS_MAX ? Callback.State.PENDING : Callback.State.GIVEN_UP;
    }

    private static String cut(String text) {
        return text.length() <= ANSWER_CHARS_MAX ? text : text.substring(0, ANSWER_CHARS_MAX);
    }
}
