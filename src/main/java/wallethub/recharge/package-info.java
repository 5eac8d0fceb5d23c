/** Top-ups: limits, checkout, payment events, receipts, the sweeper for lost callbacks. */
@ApplicationModule(
        allowedDependencies = {
            "crash",
            "id",
            "money",
            "problem",
            "event",
            "mapping",
            "lane",
            "access",
            "database",
            "operation",
            "setting",
            "approval",
            "gateway",
            "ledger",
            "customer",
            "correction"
        })
@NullMarked
package wallethub.recharge;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
