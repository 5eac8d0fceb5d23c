@NullMarked
package wallethub.setting;

import org.jspecify.annotations.NullMarked;
