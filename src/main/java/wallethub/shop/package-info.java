/** The web shops that sell to our customers: their keys, what those are good for, their limits, their customers. */
@ApplicationModule(
        allowedDependencies = {
            "crash",
            "id",
            "money",
            "problem",
            "event",
            "mapping",
            "lane",
            "database",
            "access",
            "operation",
            "setting",
            "approval",
            "ledger",
            "customer"
        })
@NullMarked
package wallethub.shop;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
