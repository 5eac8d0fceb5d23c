/** The component {@code operation:}. */
@NullMarked
package wallethub.operation.camel;

import org.jspecify.annotations.NullMarked;
