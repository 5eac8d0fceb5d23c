/** Who works here: accounts, login by OIDC, sessions, roles and what they permit. */
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
            "approval"
        })
@NullMarked
package wallethub.staff;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
