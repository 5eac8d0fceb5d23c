/** The edge and the operations side, against a real port and a real database. */
@NullMarked
package wallethub.ops;

import org.jspecify.annotations.NullMarked;
