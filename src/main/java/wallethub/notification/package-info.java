/** Messages to customers: whom one goes to, in which language, and what became of it; the texts are in {@code mappings/notify}. */
@ApplicationModule(allowedDependencies = {"id", "mapping", "lane", "customer"})
@NullMarked
package wallethub.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
