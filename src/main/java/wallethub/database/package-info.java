/** Whose rows the database shows: the second lock behind every {@code where customer_id = …}. */
@ApplicationModule(allowedDependencies = {"id"})
@NullMarked
package wallethub.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
