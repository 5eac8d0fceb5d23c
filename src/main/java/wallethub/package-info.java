@NullMarked
package wallethub;

import org.jspecify.annotations.NullMarked;
