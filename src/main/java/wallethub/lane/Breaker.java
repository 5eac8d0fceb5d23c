package wallethub.lane;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts outage outcomes of a target in a row, and remembers that the target is paused so that what is in flight steps
 * back. The pause itself is a row that all instances see.
 */
final class Breaker {

    private final AtomicInteger inARow = new AtomicInteger();
    private volatile boolean open;

    /** Whether this outage outcome is the one that opens it. */
    boolean countsToOpen(int openAfter) {
        return inARow.incrementAndGet() >= openAfter && !open;
    }

    void answered() {
        inARow.set(0);
    }

    void open() {
        open = true;
    }

    void close() {
        open = false;
        inARow.set(0);
    }

    boolean isOpen() {
        return open;
    }
}
