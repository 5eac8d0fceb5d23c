package wallethub.ops;

import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What ties the log lines of one request together.
 *
 * @param correlationId the client's X-Request-Id, or ours
 * @param traceId of the W3C trace
 * @param traceparent to hand on: the trace of the sender with a span of ours
 */
record Trace(String correlationId, String traceId, String traceparent) {

    private static final Pattern CORRELATION = Pattern.compile("[A-Za-z0-9-]{8,64}");
    private static final Pattern PARENT = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);

    static Trace of(@Nullable String requestId, @Nullable String traceparent) {
        String correlation = requestId != null && CORRELATION.matcher(requestId).matches() ? requestId : uuid();
        var parent = PARENT.matcher(traceparent == null ? "" : traceparent);
        if (parent.matches()
                && !parent.group(1).equals(NO_TRACE)
                && !parent.group(2).equals(NO_SPAN)) {
            return of(correlation, parent.group(1), parent.group(3));
        }
        return of(correlation, hex(2), "01");
    }

    private static Trace of(String correlation, String traceId, String flags) {
        return new Trace(correlation, traceId, "00-" + traceId + "-" + hex(1) + "-" + flags);
    }

    // Ids to find lines by, not secrets.
    private static String uuid() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static String hex(int longs) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < longs; i++) {
            text.append(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE)));
        }
        return text.toString();
    }
}
