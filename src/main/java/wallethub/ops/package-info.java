/** Routes, health, the {@code hub} command line. */
@ApplicationModule(allowedDependencies = {"id", "problem", "mapping", "lane", "access", "operation", "gateway"})
@NullMarked
package wallethub.ops;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
