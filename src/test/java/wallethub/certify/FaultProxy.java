package wallethub.certify;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on loopback in front of a system that speaks HTTP/1.1, which makes trouble when it is told to.
 *
 * <p>Each rule takes the requests that fit it, so many times; the first rule that fits counts, and without one a request
 * passes. The caller's connections are kept alive; each request gets a connection of its own to the system, so that it gets
 * there exactly as often as the trouble says. What is held, withheld or late ends with the caller's patience, with
 * {@link #HOLD_MAX}, or with the proxy.
 */
public final class FaultProxy implements AutoCloseable {

    /** How long anything is held at most. */
    public static final Duration HOLD_MAX = Duration.ofSeconds(60);

    private static final int CONNECT_MS = 2_000;
    private static final int PASSAGES_MAX = 100_000;
    private static final int PIECES = 16;

    private final URI system;
    private final int port;
    private final long since = System.nanoTime();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<Passage> passages = new CopyOnWriteArrayList<>();
    private final Set<Socket> callers = ConcurrentHashMap.newKeySet();
    private final Set<Socket> idle = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket server;

    /** The connection was ended as the trouble says. */
    private static final class EndedException extends IOException {
        EndedException() {
            super("ended on purpose", null);
        }
    }

    private static final class Rule {

        private final Predicate<Passage> fits;
        private final Trouble trouble;
        private final CountDownLatch passed = new CountDownLatch(1);
        private int left;
        private @Nullable Passage held;

        Rule(Predicate<Passage> fits, int times, Trouble trouble) {
            this.fits = fits;
            this.left = times;
            this.trouble = trouble;
        }

        synchronized boolean takes(Passage passage) {
            if (left == 0 || !fits.test(passage)) {
                return false;
            }
            left = left > 0 ? left - 1 : left;
            held = passage;
            return true;
        }

        /** Only what came later than the request that is held lets it go. */
        synchronized void passed(Passage later) {
            if (held != null && later.at().compareTo(held.at()) > 0) {
                passed.countDown();
            }
        }

        synchronized boolean isSpent() {
            return left == 0;
        }
    }

    private FaultProxy(URI system, int port) {
        this.system = system;
        server = listening(port);
        this.port = server.getLocalPort();
    }

    private ServerSocket listening(int at) {
        try {
            ServerSocket listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 128);
            threads.execute(() -> accept(listening));
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In front of the system at this URL, on a free port. */
    public static FaultProxy before(URI system) {
        return new FaultProxy(system, 0);
    }

    /** Where the system seems to be. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What happens to the next request, whatever it is. */
    public void next(Trouble trouble) {
        when(passage -> true, 1, trouble);
    }

    /** What happens to the next so many requests that fit; negative: to all, until {@link #heal}. */
    public void when(Predicate<Passage> fits, int times, Trouble trouble) {
        rules.add(new Rule(fits, times, trouble));
    }

    /** Requests that come from now on pass. */
    public void heal() {
        rules.clear();
    }

    /** Whether each trouble that was ordered for a number of times has met as many requests. */
    public boolean isSpent() {
        return rules.stream().allMatch(Rule::isSpent);
    }

    /** All requests since the start, in the order in which they came. */
    public List<Passage> passages() {
        return List.copyOf(passages);
    }

    /** The time by which passages are dated. */
    public Duration now() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    /** Closes the connections that wait for their next request, as a server does that wants to get rid of them. */
    public void closeIdle() {
        idle.forEach(FaultProxy::shut);
    }

    /** Nobody listens any more: connections are refused, and those that are there end. */
    public void leave() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        callers.forEach(FaultProxy::shut);
    }

    /** Listens again after {@link #leave}, at the same place. */
    public void comeBack() {
        server = listening(port);
    }

    /** How many connections of callers are open. */
    public int connections() {
        return callers.size();
    }

    @Override
    public void close() {
        closing.countDown();
        leave();
        threads.shutdownNow();
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket caller = listening.accept();
                threads.execute(() -> serve(caller));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket caller) {
        callers.add(caller);
        try (caller) {
            caller.setSoTimeout(Math.toIntExact(HOLD_MAX.toMillis()));
            caller.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(caller.getInputStream());
            while (closing.getCount() > 0) {
                idle.add(caller);
                WireMessage request = WireMessage.request(in);
                idle.remove(caller);
                if (request == null) {
                    return;
                }
                pass(request, caller, in);
            }
        } catch (IOException e) {
            // The caller has gone, or was sent away: both see a connection that broke.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            idle.remove(caller);
            callers.remove(caller);
        }
    }

    private void pass(WireMessage request, Socket caller, InputStream in) throws IOException, InterruptedException {
        Passage asked = new Passage(now(), request, Trouble.none());
        @Nullable
        Rule rule = rules.stream().filter(each -> each.takes(asked)).findFirst().orElse(null);
        Passage passage = rule == null ? asked : new Passage(asked.at(), request, rule.trouble);
        if (passages.size() >= PASSAGES_MAX) {
            throw new IOException("more than " + PASSAGES_MAX + " requests");
        }
        passages.add(passage);
        try {
            trouble(rule, passage, caller, in);
        } finally {
            passage.end();
            rules.stream()
                    .filter(each -> each != rule && each.fits.test(passage))
                    .forEach(each -> each.passed(passage));
        }
    }

    private void trouble(@Nullable Rule rule, Passage passage, Socket caller, InputStream in)
            throws IOException, InterruptedException {
        OutputStream out = caller.getOutputStream();
        switch (passage.trouble()) {
            case Trouble.None none -> write(out, forwarded(passage));
            case Trouble.AnswerLate late -> {
                WireMessage answer = forwarded(passage);
                hold(late.by());
                write(out, answer);
            }
            case Trouble.LoseRequest lost -> awaitGone(in);
            case Trouble.LoseAnswer lost -> {
                forwarded(passage);
                awaitGone(in);
            }
            case Trouble.ForwardLate late -> {
                hold(late.by());
                forwarded(passage);
                awaitGone(in);
            }
            case Trouble.ResetBefore reset -> reset(caller);
            case Trouble.ResetAfter reset -> {
                forwarded(passage);
                reset(caller);
            }
            case Trouble.Twice twice -> {
                forwarded(passage);
                write(out, forwarded(passage));
            }
            case Trouble.BehindNext behind -> {
                await(Objects.requireNonNull(rule).passed, HOLD_MAX);
                write(out, forwarded(passage));
            }
            case Trouble.AnswerInstead instead ->
                write(out, answer(instead.status(), instead.headers(), instead.body()));
            case Trouble.AnswerOver over -> {
                forwarded(passage);
                write(out, answer(over.status(), over.headers(), over.body()));
            }
            case Trouble.Truncate half -> {
                WireMessage answer = forwarded(passage);
                out.write(answer.head("keep-alive"));
                out.write(answer.body(), 0, answer.body().length / 2);
                out.flush();
                throw new EndedException();
            }
            case Trouble.Drip slow -> drip(out, forwarded(passage), slow.over());
            case Trouble.CloseAfter close -> {
                write(out, forwarded(passage));
                throw new EndedException();
            }
        }
    }

    /** To the system and back, by a connection of its own. */
    private WireMessage forwarded(Passage passage) throws IOException {
        WireMessage request = passage.request();
        try (Socket connection = new Socket()) {
            try {
                connection.connect(new InetSocketAddress(system.getHost(), system.getPort()), CONNECT_MS);
            } catch (IOException nobodyThere) {
                return answer(502, Map.of(), "");
            }
            connection.setSoTimeout(Math.toIntExact(HOLD_MAX.toMillis()));
            OutputStream out = connection.getOutputStream();
            out.write(request.head("close"));
            out.write(request.body());
            out.flush();
            passage.reached();
            WireMessage answer = WireMessage.answer(
                    new BufferedInputStream(connection.getInputStream()),
                    request.method().equals("HEAD"));
            passage.answered(answer.status());
            return answer;
        }
    }

    private static void write(OutputStream out, WireMessage answer) throws IOException {
        out.write(answer.head("keep-alive"));
        out.write(answer.body());
        out.flush();
    }

    private void drip(OutputStream out, WireMessage answer, Duration over) throws IOException, InterruptedException {
        out.write(answer.head("keep-alive"));
        byte[] body = answer.body();
        for (int piece = 0; piece < PIECES; piece++) {
            int from = body.length * piece / PIECES;
            out.write(body, from, body.length * (piece + 1) / PIECES - from);
            out.flush();
            hold(over.dividedBy(PIECES));
        }
    }

    private static WireMessage answer(int status, Map<String, String> headers, String body) {
        return new WireMessage(
                "HTTP/1.1 " + status + " Trouble",
                headers.entrySet().stream()
                        .map(header -> new WireMessage.Header(header.getKey(), header.getValue()))
                        .toList(),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static void reset(Socket caller) throws IOException {
        caller.setSoLinger(true, 0);
        caller.close();
        throw new EndedException();
    }

    /** Until the caller hangs up; a read that waits too long ends it too. */
    private static void awaitGone(InputStream in) throws IOException {
        while (in.read() >= 0) {
            // What else it says is not heard.
        }
        throw new EndedException();
    }

    private void hold(Duration time) throws InterruptedException {
        await(closing, time.compareTo(HOLD_MAX) < 0 ? time : HOLD_MAX);
    }

    private static void await(CountDownLatch latch, Duration most) throws InterruptedException {
        boolean unused = latch.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
