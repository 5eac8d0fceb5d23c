/** Durable per-key queues: enqueue, claim, settle, park, outage, dead letters. */
@ApplicationModule(allowedDependencies = {"crash", "id", "problem", "event", "mapping", "database"})
@NullMarked
package wallethub.lane;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
