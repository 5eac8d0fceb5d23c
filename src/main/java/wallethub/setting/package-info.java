/** Rules of the business that staff change while the hub runs: versioned, audited, in force without a restart. */
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
            "operation"
        })
@NullMarked
package wallethub.setting;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
