package wallethub.lane;

import java.util.Collection;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The documents that lanes keep of what they have delivered, for whoever must empty some of them before their time. */
@Component
public class LaneDocumentStore {

    private final JdbcClient jdbc;

    public LaneDocumentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Deliveries of these keys that are on their way, wait, or are dead and not decided. */
    public long unfinished(Collection<String> keys) {
        return unfinishedBeside("", keys);
    }

    /** As {@link #unfinished}; what is on its way in that lane does not count, what is dead there does. */
    public long unfinishedBeside(String lane, Collection<String> keys) {
        return jdbc.sql("select lane_unfinished(:keys::text[], :lane)")
                .param("keys", keys.toArray(String[]::new))
                .param("lane", lane)
                .query(Long.class)
                .single();
    }

    /**
     * Of what is over; what is on its way keeps its document. In the caller's transaction.
     *
     * @param personal those of the keys that are personal themselves
     * @param pseudonym what they become
     * @return how many events
     */
    public int forget(Collection<String> keys, Set<String> personal, String pseudonym) {
        return jdbc.sql("select lane_forget(:keys::text[], :personal::text[], :pseudonym)")
                .param("keys", keys.toArray(String[]::new))
                .param("personal", personal.toArray(String[]::new))
                .param("pseudonym", pseudonym)
                .query(Integer.class)
                .single();
    }

    /** One delivery that is over, or ends in the caller's transaction; its key becomes the pseudonym. */
    public void forget(long deliveryId, String key, String pseudonym) {
        jdbc.sql("select lane_forget_events(array[:id]::bigint[], array[:key]::text[], :pseudonym)")
                .param("id", deliveryId)
                .param("key", key)
                .param("pseudonym", pseudonym)
                .query()
                .listOfRows();
    }
}
