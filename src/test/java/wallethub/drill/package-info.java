/** Drills: the production jar killed under load, and what is left compared. */
@NullMarked
package wallethub.drill;

import org.jspecify.annotations.NullMarked;
