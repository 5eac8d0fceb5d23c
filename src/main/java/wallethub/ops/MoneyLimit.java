package wallethub.ops;

import java.time.Duration;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.RateLimit;
import wallethub.access.RateLimits;
import wallethub.access.WholeSeconds;

/** How many requests that move money one customer has in a minute: exact, counted in PostgreSQL for all instances together. */
@Component
class MoneyLimit {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final RateLimit limit;
    private final int quota;
    private final RateLimits limits;

    MoneyLimit(EdgeSettings settings, RateLimits limits) {
        quota = settings.limits().money();
        limit = RateLimit.of("money-post", new RateLimit.Window(quota, WINDOW));
        this.limits = limits;
    }

    /** Takes one, outside any transaction. */
    Allowance of(Caller customer) {
        RateLimits.Taken taken = limits.take(limit, customer.subject());
        return new Allowance(
                "money", quota, WINDOW.toSeconds(), taken.remaining(), WholeSeconds.of(taken.reset()), taken.allowed());
    }
}
