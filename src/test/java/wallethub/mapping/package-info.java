@NullMarked
package wallethub.mapping;

import org.jspecify.annotations.NullMarked;
