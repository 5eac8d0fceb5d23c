/** Orders of the web shops: paid from wallets, held for, refunded and rescued. */
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
            "gateway",
            "ledger",
            "customer",
            "shop",
            "correction",
            "recharge",
            "books",
            "invoice"
        })
@NullMarked
package wallethub.checkout;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
