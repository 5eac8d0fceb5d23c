@NullMarked
package wallethub.approval;

import org.jspecify.annotations.NullMarked;
