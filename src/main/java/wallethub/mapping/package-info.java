/** Turns one document into another as a file in {@code mappings/} says; policies; lint; samples. */
@ApplicationModule(allowedDependencies = {"money", "problem", "event"})
@NullMarked
package wallethub.mapping;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
