package wallethub.notification;

import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;

/** What was told to whom, for other packages to read. */
@Component
public class Messages {

    private final MessageStore store;

    Messages(MessageStore store) {
        this.store = store;
    }

    /** The latest first. */
    public List<Message> latest(CustomerId customer, int most) {
        return store.latest(customer, most);
    }

    /** Drops those that ended before; @return how many */
    public int drop(Instant before, int most) {
        return store.drop(before, most);
    }
}
