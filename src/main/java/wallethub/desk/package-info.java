/** What staff see and do over all customers: search, wallets, transactions, freeze, sessions, dead letters. */
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
            "staff",
            "gateway",
            "ledger",
            "customer",
            "login",
            "recharge",
            "invoice",
            "notification",
            "reporting"
        })
@NullMarked
package wallethub.desk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
