/** How the comparison reaches the ERP, and how its schedule reaches it. */
@NullMarked
package wallethub.reconciliation.camel;

import org.jspecify.annotations.NullMarked;
