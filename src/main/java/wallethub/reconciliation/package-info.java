/** Hub and ERP compared, wallet by wallet and in total; each difference explained. */
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
            "customer",
            "books",
            "invoice"
        })
@NullMarked
package wallethub.reconciliation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
