package wallethub.access;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.lang.Nullable;
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
    // Spring's own Nullable: of another one the endpoint would not know that a day may be left out.
    @ReadOperation
    AuditReport verify(@Nullable String from, @Nullable String to) {
        LocalDate last = to == null ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : day("to", to);
        LocalDate first = from == null ? last.minusDays(DAYS) : day("from", from);
        return RowScope.system().call(() -> trail.verify(first, last, TIME));
    }

    private static LocalDate day(String name, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new InvalidEndpointRequestException(name + " is no day", name + " is a day such as 2026-03-01");
        }
    }

    /** @param heads lines, as they were exported */
    @WriteOperation
    Compared compare(String heads) {
        return new Compared(
                RowScope.system().call(() -> trail.compare(heads.lines().toList())));
    }

    record Compared(List<AuditFinding> findings) {}
}
