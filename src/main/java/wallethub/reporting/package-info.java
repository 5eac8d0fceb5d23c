/** What customers read across packages: transactions with the documents behind them, and the dashboard. */
@ApplicationModule(
        allowedDependencies = {
            "id",
            "money",
            "problem",
            "mapping",
            "database",
            "access",
            "operation",
            "ledger",
            "customer",
            "recharge"
        })
@NullMarked
package wallethub.reporting;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
