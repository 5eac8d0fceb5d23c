/** Personal data: how long it is kept, and its erasure. */
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
            "ledger",
            "customer",
            "login",
            "recharge",
            "invoice",
            "notification"
        })
@NullMarked
package wallethub.privacy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
