package wallethub.login;

import java.time.Instant;
import java.util.List;

/** The caller's sessions as the API shows them, the last used first. */
record SessionsView(List<Item> items) {

    /** @param current whether the asking token belongs to it */
    record Item(String id, Instant createdAt, Instant usedAt, Instant expiresAt, boolean current) {}

    SessionsView {
        items = List.copyOf(items);
    }
}
