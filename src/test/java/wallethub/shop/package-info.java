@NullMarked
package wallethub.shop;

import org.jspecify.annotations.NullMarked;
