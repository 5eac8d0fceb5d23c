/** Stand-ins for the foreign systems: stateful, on loopback, able to fail in the ways the real ones do. Test scope only. */
@NullMarked
package wallethub.embedded.standin;

import org.jspecify.annotations.NullMarked;
