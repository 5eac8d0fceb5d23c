@NullMarked
package wallethub.privacy;

import org.jspecify.annotations.NullMarked;
