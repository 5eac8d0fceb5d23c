@NullMarked
package wallethub.idp;

import org.jspecify.annotations.NullMarked;
