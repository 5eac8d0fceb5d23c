/** What the ERP made of our movements and booked by itself: its feed, entries born there, and what it refuses for good. */
@ApplicationModule(
        allowedDependencies = {
            "crash",
            "id",
            "money",
            "problem",
            "event",
            "mapping",
            "lane",
            "access",
            "database",
            "operation",
            "ledger",
            "customer"
        })
@NullMarked
package wallethub.books;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
