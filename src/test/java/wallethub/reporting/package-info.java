@NullMarked
package wallethub.reporting;

import org.jspecify.annotations.NullMarked;
