package wallethub.lane;

import java.util.List;
import org.springframework.stereotype.Component;
import wallethub.event.BusinessEvent;

/**
 * Publishes business events inside the caller's transaction: one stored event per ordering key, one delivery per
 * subscriber, nothing at all when the transaction rolls back.
 *
 * <p>Lock order: wallets first, by id; then this, which takes the lane keys.
 */
@Component
public class EventPublisher {

    /** @throws IllegalStateException when no transaction is running */
    public void publish(List<? extends BusinessEvent> events) {
        throw new UnsupportedOperationException("to be built: " + events.size());
    }
}
