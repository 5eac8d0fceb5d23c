@NullMarked
package wallethub.login;

import org.jspecify.annotations.NullMarked;
