/** Exact amounts: minor units and an ISO 4217 currency. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package wallethub.money;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
