@NullMarked
package wallethub.desk;

import org.jspecify.annotations.NullMarked;
