/** Routes, health, the {@code hub} command line. */
@ApplicationModule(
        allowedDependencies = {"id", "problem", "mapping", "lane", "access", "database", "operation", "gateway"})
@NullMarked
package wallethub.ops;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
