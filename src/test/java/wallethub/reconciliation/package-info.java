@NullMarked
package wallethub.reconciliation;

import org.jspecify.annotations.NullMarked;
