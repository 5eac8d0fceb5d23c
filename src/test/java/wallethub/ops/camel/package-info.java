@NullMarked
package wallethub.ops.camel;

import org.jspecify.annotations.NullMarked;
