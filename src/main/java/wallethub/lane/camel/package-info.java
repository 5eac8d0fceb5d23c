/** The Camel component {@code lane:}: the lane's edge to routes. */
@NullMarked
package wallethub.lane.camel;

import org.jspecify.annotations.NullMarked;
