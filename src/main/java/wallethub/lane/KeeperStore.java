package wallethub.lane;

import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.lane.LaneMetrics.Reading;

/** The SQL of gauges and retention. */
@Repository
class KeeperStore {

    /** A lane's backlog is exact up to about ten thousand; more is "at least". */
    private static final int COUNTED_PER_SHARD = 320;

    private final JdbcClient jdbc;

    KeeperStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Reading> readings() {
        return jdbc.sql("""
                        select lane, state, backlog_count, parked_count, coalesce(floor_lag, 0) floor_lag,
                          coalesce(extract(epoch from clock_timestamp() - oldest_at), 0)::float8 oldest_seconds
                        from lane_gauges(:most)
                        """)
                .param("most", COUNTED_PER_SHARD)
                .query((row, n) -> new Reading(
                        row.getString("lane"),
                        row.getString("state"),
                        row.getLong("backlog_count"),
                        row.getLong("parked_count"),
                        row.getDouble("oldest_seconds"),
                        row.getLong("floor_lag")))
                .list();
    }

    int erase(int shard, Duration keep, int batch) {
        return jdbc.sql("select lane_erase(:shard, make_interval(secs => :seconds), :batch)")
                .param("shard", shard)
                .param("seconds", (double) keep.toSeconds())
                .param("batch", batch)
                .query(Integer.class)
                .single();
    }

    int purge(int shard, Duration keep, int batch) {
        return jdbc.sql("select lane_purge(:shard, make_interval(secs => :seconds), :batch)")
                .param("shard", shard)
                .param("seconds", (double) keep.toSeconds())
                .param("batch", batch)
                .query(Integer.class)
                .single();
    }

    /** With what people wrote about them. */
    int dropClosedDeadLetters(int batch) {
        return jdbc.sql("select lane_drop_closed(:batch)")
                .param("batch", batch)
                .query(Integer.class)
                .single();
    }
}
