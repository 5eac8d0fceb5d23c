package wallethub.lane;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * On whose behalf something is done: the correlation and trace ids that its events and log lines carry, taken along when
 * the work moves to another thread.
 */
public record Origin(Map<String, String> fields) {

    public Origin {
        fields = Map.copyOf(fields);
    }

    /** What the current thread works for. */
    public static Origin current() {
        @Nullable Map<String, String> fields = MDC.getCopyOfContextMap();
        return new Origin(fields == null ? Map.of() : fields);
    }

    /** Runs the work as if on the thread that this was taken from. */
    public <T> T within(Supplier<T> work) {
        @Nullable Map<String, String> before = MDC.getCopyOfContextMap();
        MDC.setContextMap(fields);
        try {
            return work.get();
        } finally {
            if (before == null) {
                MDC.clear();
            } else {
                MDC.setContextMap(before);
            }
        }
    }

    @Nullable
    String correlationId() {
        return fields.get("correlationId");
    }

    @Nullable
    String traceparent() {
        return fields.get(HubHeaders.TRACEPARENT);
    }
}
