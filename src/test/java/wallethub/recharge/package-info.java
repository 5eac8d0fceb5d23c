@NullMarked
package wallethub.recharge;

import org.jspecify.annotations.NullMarked;
