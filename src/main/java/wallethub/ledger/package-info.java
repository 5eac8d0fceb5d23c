/** Wallets, transfers, entries, holds, postings; the only writer of {@code ledger_*}. */
@ApplicationModule(allowedDependencies = {"crash", "id", "money", "problem", "event", "database", "mapping", "lane"})
@NullMarked
package wallethub.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
