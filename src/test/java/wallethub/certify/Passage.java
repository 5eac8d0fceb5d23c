package wallethub.certify;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One request as the proxy saw it, and what became of it. */
public final class Passage {

    private final Duration at;
    private final WireMessage request;
    private final Trouble trouble;
    private final AtomicInteger forwarded = new AtomicInteger();
    private volatile int systemStatus;
    private volatile boolean ended;

    Passage(Duration at, WireMessage request, Trouble trouble) {
        this.at = at;
        this.request = request;
        this.trouble = trouble;
    }

    /** When it came, since the start of the proxy. */
    public Duration at() {
        return at;
    }

    public String method() {
        return request.method();
    }

    /** With the query. */
    public String target() {
        return request.target();
    }

    public Optional<String> header(String name) {
        return request.header(name);
    }

    public String body() {
        return request.text();
    }

    public Trouble trouble() {
        return trouble;
    }

    /** How often it has reached the system. */
    public int forwarded() {
        return forwarded.get();
    }

    /** What the system itself answered last; 0 while it has not. */
    public int systemStatus() {
        return systemStatus;
    }

    /** Whether all that was to happen to it has happened. */
    public boolean ended() {
        return ended;
    }

    WireMessage request() {
        return request;
    }

    void reached() {
        forwarded.incrementAndGet();
    }

    void answered(int status) {
        systemStatus = status;
    }

    void end() {
        ended = true;
    }

    @Override
    public String toString() {
        return "%s %s (%s), %d x forwarded, %d"
                .formatted(method(), target(), trouble.getClass().getSimpleName(), forwarded(), systemStatus);
    }
}
