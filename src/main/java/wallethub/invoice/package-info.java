/**
 * Invoices mirrored from the ERP, read by their customers and paid from their wallets, on request and by themselves.
 */
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
            "ledger",
            "customer",
            "correction",
            "books"
        })
@NullMarked
package wallethub.invoice;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
