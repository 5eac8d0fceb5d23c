/** What tests of several packages stand on. */
@NullMarked
package wallethub.testing;

import org.jspecify.annotations.NullMarked;
