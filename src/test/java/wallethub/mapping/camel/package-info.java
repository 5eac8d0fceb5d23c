@NullMarked
package wallethub.mapping.camel;

import org.jspecify.annotations.NullMarked;
