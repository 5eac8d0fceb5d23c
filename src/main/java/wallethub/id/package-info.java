/** Typed ids with their text form. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package wallethub.id;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
