package wallethub.certify;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request or an answer of HTTP/1.1, read to its end.
 *
 * @param first the request line or status line
 * @param headers as they came, without those of the connection and of the framing
 */
record WireMessage(String first, List<Header> headers, byte[] body) {

    /** One header line. */
    record Header(String name, String value) {}

    private static final int HEAD_MAX = 1 << 16;
    private static final int BODY_MAX = 8 << 20;
    // Of one connection, or of the way in which a body is written.
    private static final Set<String> HOP =
            Set.of("connection", "keep-alive", "content-length", "transfer-encoding", "expect", "trailer", "upgrade");

    WireMessage {
        headers = List.copyOf(headers);
    }

    /** The next request of a connection; null when it ended before one began. */
    static @Nullable WireMessage request(InputStream in) throws IOException {
        int next = in.read();
        return next < 0 ? null : read((char) next + line(in), in, false);
    }

    /**
     * The answer to a request.
     *
     * @param bodiless HEAD was asked
     */
    static WireMessage answer(InputStream in, boolean bodiless) throws IOException {
        for (int interim = 0; interim < 8; interim++) {
            int status = status(line(in));
            String first = "HTTP/1.1 " + status + " Answered";
            if (status < 200) {
                headers(in);
            } else if (bodiless || status == 204 || status == 304) {
                return new WireMessage(first, kept(headers(in)), new byte[0]);
            } else {
                return read(first, in, true);
            }
        }
        throw new IOException("an answer that does not come to its end");
    }

    String method() {
        return first.substring(0, first.indexOf(' '));
    }

    /** With the query. */
    String target() {
        return first.split(" ", 3)[1];
    }

    int status() {
        return status(first);
    }

    Optional<String> header(String name) {
        return value(headers, name);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Its head as it goes on, with one header more. */
    byte[] head(String connection) {
        StringBuilder head = new StringBuilder(first).append("\r\n");
        headers.forEach(header ->
                head.append(header.name()).append(": ").append(header.value()).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n");
        head.append("Connection: ").append(connection).append("\r\n\r\n");
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static WireMessage read(String first, InputStream in, boolean toTheEnd) throws IOException {
        List<Header> headers = headers(in);
        Optional<String> length = value(headers, "content-length");
        byte[] body;
        if (value(headers, "transfer-encoding")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .contains("chunked")) {
            body = chunks(in);
        } else if (length.isPresent()) {
            body = exactly(in, Integer.parseInt(length.get()));
        } else {
            body = toTheEnd ? in.readNBytes(BODY_MAX) : new byte[0];
        }
        return new WireMessage(first, kept(headers), body);
    }

    private static List<Header> headers(InputStream in) throws IOException {
        List<Header> headers = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("no header: " + line);
            }
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return headers;
    }

    private static List<Header> kept(List<Header> headers) {
        return headers.stream()
                .filter(header -> !HOP.contains(header.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
            if (size == 0) {
                headers(in);
                return body.toByteArray();
            }
            body.write(exactly(in, size));
            line(in);
            if (body.size() > BODY_MAX) {
                throw new IOException("a body has at most " + BODY_MAX + " bytes");
            }
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        if (length > BODY_MAX) {
            throw new IOException("a body has at most " + BODY_MAX + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("a body of " + length + " bytes ended after " + bytes.length);
        }
        return bytes;
    }

    private static Optional<String> value(List<Header> headers, String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    private static int status(String first) {
        return Integer.parseInt(first.split(" ", 3)[1]);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                throw new EOFException("a line without an end");
            }
            if (line.size() > HEAD_MAX) {
                throw new IOException("a line has at most " + HEAD_MAX + " bytes");
            }
            line.write(read);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
