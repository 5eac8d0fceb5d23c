/** The embedded issuer of staff logins, for installations without one of their own. */
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
            "staff"
        })
@NullMarked
package wallethub.idp;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
