/** One port per payment gateway: checkout, expire, verify, confirm. */
@ApplicationModule(allowedDependencies = {"crash", "id", "money", "problem", "event", "mapping", "lane"})
@NullMarked
package wallethub.gateway;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
