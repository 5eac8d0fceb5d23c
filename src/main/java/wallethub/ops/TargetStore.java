package wallethub.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How the targets of the lanes stand, from the view that the lanes publish. */
@Component
class TargetStore {

    private final JdbcClient jdbc;

    TargetStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param since when it came into that state, as text */
    record TargetState(
            String lane,
            String state,
            @Nullable String reason,
            @Nullable String since) {}

    List<TargetState> states() {
        return jdbc.sql("select lane, state, reason, since::text as since from lane_v_target order by lane")
                .query(TargetState.class)
                .list();
    }
}
