@NullMarked
package wallethub.gateway;

import org.jspecify.annotations.NullMarked;
