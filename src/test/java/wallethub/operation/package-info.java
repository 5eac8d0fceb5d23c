@NullMarked
package wallethub.operation;

import org.jspecify.annotations.NullMarked;
