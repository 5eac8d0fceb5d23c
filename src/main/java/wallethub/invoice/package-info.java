/** Invoices mirrored from the ERP, as their customers read them. */
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
            "ledger",
            "customer"
        })
@NullMarked
package wallethub.invoice;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
