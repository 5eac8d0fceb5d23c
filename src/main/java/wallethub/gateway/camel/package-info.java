/** The Camel component {@code gateway:NAME/ACTION}. */
@NullMarked
package wallethub.gateway.camel;

import org.jspecify.annotations.NullMarked;
