/** Messages to customers: whom one goes to and in which language; the texts are in {@code mappings/notify}. */
@ApplicationModule(allowedDependencies = {"id", "mapping", "lane", "customer"})
@NullMarked
package wallethub.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
