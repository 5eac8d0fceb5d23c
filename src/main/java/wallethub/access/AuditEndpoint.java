package wallethub.access;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;
import wallethub.database.RowScope;

/**
 * {@code /audit} on the management port, for the same machine only: GET computes the chain again, POST compares lines of an
 * exported file with it. {@code ./hub audit verify} is its client.
 */
@Component
@Endpoint(id = "audit")
class AuditEndpoint {

    private static final Duration TIME = Duration.ofMinutes(5);
    private static final int DAYS = 31;

    private final AuditTrail trail;
    private final Clock clock;

    AuditEndpoint(AuditTrail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
    }

    /** @param from the last 31 days where it is not given */
    @ReadOperation
    AuditReport verify(@Nullable String from, @Nullable String to) {
        LocalDate last = to == null ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : LocalDate.parse(to);
        LocalDate first = from == null ? last.minusDays(DAYS) : LocalDate.parse(from);
        return RowScope.system().call(() -> trail.verify(first, last, TIME));
    }

    /** @param heads lines, as they were exported */
    @WriteOperation
    Compared compare(String heads) {
        return new Compared(
                RowScope.system().call(() -> trail.compare(heads.lines().toList())));
    }

    record Compared(List<AuditFinding> findings) {}
}
