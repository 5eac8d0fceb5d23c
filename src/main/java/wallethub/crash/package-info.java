/** Named points at which a test may kill the process; inert unless the profile {@code crash-test} is on. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package wallethub.crash;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
