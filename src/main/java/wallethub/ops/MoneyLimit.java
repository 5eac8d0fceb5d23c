package wallethub.ops;

import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.RateLimit;
import wallethub.access.RateLimits;
import wallethub.access.StoreQuotas;
import wallethub.access.WholeSeconds;

/** How many requests that move money one customer or store has in a minute: exact, counted in PostgreSQL for all instances together. */
@Component
class MoneyLimit {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int customers;
    private final ObjectProvider<StoreQuotas> stores;
    private final RateLimits limits;

    MoneyLimit(EdgeSettings settings, ObjectProvider<StoreQuotas> stores, RateLimits limits) {
        customers = settings.limits().money();
        this.stores = stores;
        this.limits = limits;
    }

    /** Whether there is one for that caller. */
    static boolean binds(Caller caller) {
        return switch (caller.kind()) {
            case CUSTOMER, STORE -> true;
            case ANONYMOUS, STAFF, SYSTEM -> false;
        };
    }

    /** Takes one, outside any transaction. */
    Allowance of(Caller caller) {
        int quota = caller.kind() == Caller.Kind.STORE ? stores.getObject().moneyPerMinute(caller.store()) : customers;
        RateLimit limit = RateLimit.of("money-post", new RateLimit.Window(quota, WINDOW));
        RateLimits.Taken taken = limits.take(limit, caller.subject());
        return new Allowance(
                "money", quota, WINDOW.toSeconds(), taken.remaining(), WholeSeconds.of(taken.reset()), taken.allowed());
    }
}
