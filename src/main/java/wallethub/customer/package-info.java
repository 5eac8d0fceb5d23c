/** Customers, mirrored from the CRM; each gets its wallet here. */
@ApplicationModule(
        allowedDependencies = {
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
            "ledger"
        })
@NullMarked
package wallethub.customer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
