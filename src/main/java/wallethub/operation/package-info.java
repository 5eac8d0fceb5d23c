/** Runs one business operation: permission, idempotency key, transaction, answer. */
@ApplicationModule(
        allowedDependencies = {"crash", "id", "money", "problem", "event", "mapping", "lane", "database", "access"})
@NullMarked
package wallethub.operation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
