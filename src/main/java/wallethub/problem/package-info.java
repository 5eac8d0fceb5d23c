/** The catalogue of errors a client can see, and its RFC 9457 form. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package wallethub.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
