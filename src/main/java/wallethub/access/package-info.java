/** Principals, permissions, audit. */
@ApplicationModule(allowedDependencies = {"id", "problem", "database"})
@NullMarked
package wallethub.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
