@NullMarked
package wallethub.invoice;

import org.jspecify.annotations.NullMarked;
