/** Tests of orders, holds, refunds and rescues. */
@NullMarked
package wallethub.checkout;

import org.jspecify.annotations.NullMarked;
