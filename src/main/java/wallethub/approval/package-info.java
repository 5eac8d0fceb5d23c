/** Maker and checker: what one person asks for, another decides, and it happens once. */
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
            "setting"
        })
@NullMarked
package wallethub.approval;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
