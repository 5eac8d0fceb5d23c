package wallethub.drill;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What stands in front of the instances: it looks at their readiness ten times a second, sends each request to one that is
 * ready, in turn, and to the next when the connection is refused before any byte. It remembers what came back.
 */
final class LoadBalancer implements AutoCloseable {

    /** One instance as the balancer knows it. */
    record Upstream(String name, URI url, URI management) {}

    /**
     * What one instance made of one request.
     *
     * @param request the same for all instances that got it
     * @param status 0 when the connection broke after a byte was sent, or nothing came in time
     */
    record Seen(long request, String instance, String method, String path, int status, boolean retryAfter) {

        boolean isGood() {
            return status / 100 == 2;
        }

        /** What a client may meet while instances come and go, beside answers: "not now, come again". */
        boolean isLater() {
            return status == 503 && retryAfter;
        }
    }

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    // What belongs to one connection, or is made anew for the next.
    private static final Set<String> HOP = Set.of(
            "connection",
            "content-length",
            "date",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "transfer-encoding",
            "upgrade",
            ":status");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService looking = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().name("balancer-", 0).daemon().factory());
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final Map<String, Upstream> upstreams = new ConcurrentHashMap<>();
    private final Set<String> ready = ConcurrentHashMap.newKeySet();
    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicLong requests = new AtomicLong();
    private volatile @Nullable String only;
    private volatile boolean toAll;

    LoadBalancer(int port, Collection<Upstream> behind) {
        behind.forEach(upstream -> upstreams.put(upstream.name(), upstream));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
        behind.forEach(this::watch);
    }

    /** All requests go to one instance from now on; null ends it. */
    void only(@Nullable String instance) {
        only = instance;
    }

    /** Each request goes to every instance that is ready, at the same moment; the best answer is the client's. */
    void toAll(boolean all) {
        toAll = all;
    }

    boolean isReady(String instance) {
        return ready.contains(instance);
    }

    /** What came back since the last time this was asked. */
    List<Seen> drainSeen() {
        List<Seen> drained = new ArrayList<>();
        for (Seen next = seen.poll(); next != null; next = seen.poll()) {
            drained.add(next);
        }
        return drained;
    }

    @Override
    public void close() {
        server.stop(0);
        looking.shutdownNow();
        threads.shutdownNow();
        http.shutdownNow();
    }

    private void watch(Upstream upstream) {
        HttpRequest question = HttpRequest.newBuilder(upstream.management().resolve("/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        var unused = looking.scheduleWithFixedDelay(
                () -> look(upstream, question), 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(Upstream upstream, HttpRequest question) {
        boolean yes = false;
        try {
            yes = http.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notReady) {
            // As good as a no.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (yes) {
            ready.add(upstream.name());
        } else {
            ready.remove(upstream.name());
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            long request = requests.incrementAndGet();
            HttpResponse<byte[]> answer =
                    toAll ? all(exchange, body, request) : oneAfterAnother(exchange, body, request);
            if (answer != null) {
                pass(answer, exchange);
            }
            // Otherwise nobody is ready, or the connection broke: the client's breaks too.
        }
    }

    private List<Upstream> candidates() {
        String pinned = only;
        int first = turn.getAndIncrement();
        List<Upstream> all = upstreams.values().stream()
                .filter(upstream -> pinned == null ? ready.contains(upstream.name()) : pinned.equals(upstream.name()))
                .sorted(Comparator.comparing(Upstream::name))
                .toList();
        List<Upstream> turned = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            turned.add(all.get(Math.floorMod(first + i, all.size())));
        }
        return turned;
    }

    private @Nullable HttpResponse<byte[]> oneAfterAnother(HttpExchange exchange, byte[] body, long request) {
        for (Upstream upstream : candidates()) {
            try {
                return answered(upstream, exchange, body, request);
            } catch (ConnectException refused) {
                ready.remove(upstream.name());
            } catch (IOException broken) {
                remember(request, upstream, exchange, 0, false);
                return null;
            }
        }
        return null;
    }

    private @Nullable HttpResponse<byte[]> all(HttpExchange exchange, byte[] body, long request) {
        List<CompletableFuture<@Nullable HttpResponse<byte[]>>> asked = candidates().stream()
                .map(upstream -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return answered(upstream, exchange, body, request);
                            } catch (IOException broken) {
                                remember(request, upstream, exchange, 0, false);
                                return null;
                            }
                        },
                        threads))
                .toList();
        return asked.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer != null)
                .min(Comparator.comparingInt(HttpResponse::statusCode))
                .orElse(null);
    }

    private HttpResponse<byte[]> answered(Upstream upstream, HttpExchange exchange, byte[] body, long request)
            throws IOException {
        HttpRequest.Builder forwarded = HttpRequest.newBuilder(
                        upstream.url().resolve(exchange.getRequestURI().toString()))
                .timeout(ANSWER_LIMIT)
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> forwarded.header(name, value));
            }
        });
        try {
            HttpResponse<byte[]> answer = http.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
            boolean retryAfter = answer.headers().firstValue("Retry-After").isPresent();
            remember(request, upstream, exchange, answer.statusCode(), retryAfter);
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void remember(long request, Upstream upstream, HttpExchange exchange, int status, boolean retryAfter) {
        String path = exchange.getRequestURI().getPath();
        seen.add(new Seen(request, upstream.name(), exchange.getRequestMethod(), path, status, retryAfter));
    }

    private static void pass(HttpResponse<byte[]> answer, HttpExchange exchange) throws IOException {
        answer.headers().map().forEach((name, values) -> {
            if (!HOP.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        send(exchange, answer.statusCode(), answer.body());
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
