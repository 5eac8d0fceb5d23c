/** Canonical business events and their CloudEvents envelope. */
@ApplicationModule(allowedDependencies = {"id", "money"})
@NullMarked
package wallethub.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
