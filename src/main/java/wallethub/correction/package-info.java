/** Wallets put right by hand, by two people: refunds to the wallet, adjustments, merged customers. */
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
package wallethub.correction;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
