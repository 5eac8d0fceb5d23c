/** How customers log in: one-time codes, access and refresh tokens, sessions. */
@ApplicationModule(
        allowedDependencies = {
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
package wallethub.login;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
