@NullMarked
package wallethub.staff;

import org.jspecify.annotations.NullMarked;
