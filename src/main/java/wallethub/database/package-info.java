/** Whose rows the database shows: the second lock behind every {@code where customer_id = …}; how instants lie in them. */
@ApplicationModule(allowedDependencies = {"id"})
@NullMarked
package wallethub.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
