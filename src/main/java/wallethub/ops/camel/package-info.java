/** Where the edge and the operations side touch Camel: the HTTP engine and the loader of routes. */
@NullMarked
package wallethub.ops.camel;

import org.jspecify.annotations.NullMarked;
