@NullMarked
package wallethub.correction;

import org.jspecify.annotations.NullMarked;
