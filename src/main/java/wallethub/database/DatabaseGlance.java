package wallethub.database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Asks the database for what health and metrics show. When it did not answer, nobody waits for it again for {@link #PAUSE}:
 * else each part of the answer would wait as long as the first.
 */
@Component
public class DatabaseGlance {

    public static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(DatabaseGlance.class);

    private final Clock clock;
    private volatile Instant silentUntil = Instant.MIN;

    DatabaseGlance(Clock clock) {
        this.clock = clock;
    }

    /** As the hub's own work; empty when the database does not answer, or did not a moment ago. */
    public <T> Optional<T> ask(Supplier<T> question) {
        if (clock.instant().isBefore(silentUntil)) {
            return Optional.empty();
        }
        try {
            return Optional.of(RowScope.system().call(question));
        } catch (DataAccessException | TransactionException e) {
            silentUntil = clock.instant().plus(PAUSE);
            log.atInfo().addKeyValue("error", e.getClass().getSimpleName()).log("the database does not answer");
            return Optional.empty();
        }
    }
}
