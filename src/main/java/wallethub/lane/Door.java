package wallethub.lane;

import org.springframework.stereotype.Component;

/**
 * Where letters come in: a group committer in front of the lane. A letter is durable when {@link #accept} returns.
 *
 * <p>At least once from the sender's view, stored once: the idempotency key decides.
 */
@Component
public class Door {

    /** What became of a letter. */
    public enum Acceptance {
        STORED,
        DUPLICATE
    }

    /**
     * Stores a letter and returns after the commit.
     *
     * @throws LaneFullException when the bounded queue is full; the sender is told to come again
     */
    public Acceptance accept(Letter letter) {
        throw new UnsupportedOperationException("to be built: " + letter.lane());
    }
}
