package wallethub.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Requests over a fixed number of connections, each asking again as soon as it was answered, for so long and at most so
 * many. It speaks just enough HTTP/1.1 over plain sockets to cost little beside what it measures.
 */
final class Load {

    private static final int READ_TIMEOUT_MS = 20_000;

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

    private final int port;
    private final int connections;
    private final Duration time;
    private final long most;
    private final Requests requests;
    private final AtomicLong next;

    Load(int port, int connections, Duration time, long most, AtomicLong next, Requests requests) {
        this.port = port;
        this.connections = connections;
        this.time = time;
        this.most = most;
        this.next = next;
        this.requests = requests;
    }

    Result run() {
        long since = System.nanoTime();
        long last = next.get() + most;
        List<Callable<Seen>> callers = new ArrayList<>();
        for (int n = 0; n < connections; n++) {
            callers.add(() -> call(since + time.toNanos(), last));
        }
        try (var threads = Executors.newFixedThreadPool(connections)) {
            List<Seen> all = new ArrayList<>();
            for (Future<Seen> each : threads.invokeAll(callers)) {
                all.add(each.get());
            }
            return summed(all, (System.nanoTime() - since) / 1e9);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load broke off: " + e.getCause(), e.getCause());
        }
    }

    private static Result summed(List<Seen> all, double seconds) {
        long[] latencies = all.stream()
                .flatMapToLong(seen -> Arrays.stream(seen.latencies, 0, seen.count))
                .sorted()
                .toArray();
        return new Result(
                latencies.length, all.stream().mapToLong(seen -> seen.others).sum(), seconds, latencies);
    }

    private static final class Seen {
        private long[] latencies = new long[1 << 14];
        private int count;
        private long others;

        private void add(int status, long nanos) {
            if (status != 200) {
                others++;
                return;
            }
            if (count == latencies.length) {
                latencies = Arrays.copyOf(latencies, count * 2);
            }
            latencies[count++] = nanos;
        }
    }

    private Seen call(long end, long last) throws IOException {
        Seen seen = new Seen();
        while (System.nanoTime() < end && next.get() < last) {
            try (Socket socket = new Socket()) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(READ_TIMEOUT_MS);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READ_TIMEOUT_MS);
                untilItCloses(socket, end, last, seen);
            }
        }
        return seen;
    }

    private void untilItCloses(Socket socket, long end, long last, Seen seen) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream(), 8192);
        boolean open = true;
        while (open && System.nanoTime() < end) {
            long number = next.getAndIncrement();
            if (number >= last) {
                return;
            }
            byte[] request = requests.request(number);
            long sent = System.nanoTime();
            socket.getOutputStream().write(request);
            Answer answer = answer(in);
            seen.add(answer.status(), System.nanoTime() - sent);
            open = answer.staysOpen();
        }
    }

    private record Answer(int status, boolean staysOpen) {}

    /** Reads one answer to its end. */
    private static Answer answer(InputStream in) throws IOException {
        String first = line(in);
        int status = Integer.parseInt(first.substring(9, 12));
        long length = 0;
        boolean chunked = false;
        boolean open = true;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Long.parseLong(header.substring(15).strip());
            } else if (header.regionMatches(true, 0, "Transfer-Encoding:", 0, 18)) {
                chunked = header.contains("chunked");
            } else if (header.equalsIgnoreCase("Connection: close")) {
                open = false;
            }
        }
        if (!chunked) {
            in.skipNBytes(length);
            return new Answer(status, open);
        }
        for (int size = chunk(in); size > 0; size = chunk(in)) {
            in.skipNBytes(size + 2L);
        }
        line(in);
        return new Answer(status, open);
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in).strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        byte[] bytes = new byte[512];
        int count = 0;
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the hub closed the connection");
            }
            if (count == bytes.length) {
                bytes = Arrays.copyOf(bytes, count * 2);
            }
            bytes[count++] = (byte) next;
        }
        return new String(bytes, 0, count > 0 && bytes[count - 1] == '\r' ? count - 1 : count, ISO_8859_1);
    }
}
