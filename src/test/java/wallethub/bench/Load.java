package wallethub.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Requests over a fixed number of connections, each asking again as soon as it was answered, for so long and at most so many.
 *
 * <p>One thread serves all of them, as in pgbench: the load must cost little beside what it measures.
 */
final class Load {

    private static final Duration SILENCE = Duration.ofSeconds(20);
    private static final int BUFFER = 64 * 1024;

    /** Makes the request with that number, counted over all connections. */
    interface Requests {
        byte[] request(long number);
    }

    /**
     * @param answered requests answered with 200
     * @param others answered otherwise; a measurement with any is void
     * @param seconds from the first request to the last answer
     * @param latencies of those with 200, sorted, in nanoseconds
     */
    record Result(long answered, long others, double seconds, long[] latencies) {

        double perSecond() {
            return answered / seconds;
        }

        double millis(double quantile) {
            return latencies.length == 0
                    ? Double.NaN
                    : latencies[(int) Math.min(latencies.length - 1L, (long) (latencies.length * quantile))] / 1e6;
        }
    }

    /** One connection and the request that is on its way. */
    private static final class Line {
        private final byte[] bytes = new byte[BUFFER];
        private final ByteBuffer received = ByteBuffer.wrap(bytes);
        private long sent;
    }

    private final InetSocketAddress target;
    private final int connections;
    private final Duration time;
    private final long most;
    private final Requests requests;
    private final AtomicLong next;

    private long[] latencies = new long[1 << 16];
    private int answered;
    private long others;
    private int open;
    private long end;
    private long last;

    Load(int port, int connections, Duration time, long most, AtomicLong next, Requests requests) {
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.connections = connections;
        this.time = time;
        this.most = most;
        this.next = next;
        this.requests = requests;
    }

    /** To be called once. */
    Result run() {
        long since = System.nanoTime();
        end = since + time.toNanos();
        last = next.get() + most;
        try (Selector selector = Selector.open()) {
            try {
                for (int n = 0; n < connections; n++) {
                    connect(selector);
                }
                while (open > 0) {
                    serve(selector);
                }
            } finally {
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the load broke off: " + e.getMessage(), e);
        }
        double seconds = (System.nanoTime() - since) / 1e9;
        long[] sorted = Arrays.copyOf(latencies, answered);
        Arrays.sort(sorted);
        return new Result(answered, others, seconds, sorted);
    }

    private void connect(Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open(target);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Line line = new Line();
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ, line);
        open++;
        ask(key, line);
    }

    /** The next request, or the end of this connection. */
    private void ask(SelectionKey key, Line line) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        long number = System.nanoTime() < end ? next.getAndIncrement() : last;
        if (number >= last) {
            close(channel);
            return;
        }
        ByteBuffer request = ByteBuffer.wrap(requests.request(number));
        line.sent = System.nanoTime();
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    private void close(SocketChannel channel) throws IOException {
        channel.close();
        open--;
    }

    private void serve(Selector selector) throws IOException {
        if (selector.select(SILENCE.toMillis()) == 0) {
            throw new IOException("no answer for " + TimeUnit.NANOSECONDS.toSeconds(SILENCE.toNanos()) + " s");
        }
        for (SelectionKey key : selector.selectedKeys()) {
            Line line = (Line) key.attachment();
            if (((SocketChannel) key.channel()).read(line.received) < 0) {
                throw new EOFException("the hub closed a connection that waited for its answer");
            }
            HttpAnswer answer = HttpAnswer.in(line.bytes, line.received.position());
            if (answer != null) {
                line.received.clear();
                add(answer.status(), System.nanoTime() - line.sent);
                goOn(selector, key, line, answer.staysOpen());
            }
        }
        selector.selectedKeys().clear();
    }

    private void goOn(Selector selector, SelectionKey key, Line line, boolean staysOpen) throws IOException {
        if (staysOpen) {
            ask(key, line);
            return;
        }
        close((SocketChannel) key.channel());
        if (System.nanoTime() < end) {
            connect(selector);
        }
    }

    private void add(int status, long nanos) {
        if (status != 200) {
            others++;
            return;
        }
        if (answered == latencies.length) {
            latencies = Arrays.copyOf(latencies, answered * 2);
        }
        latencies[answered++] = nanos;
    }
}
