/** The money-flow scenarios, each a test from outside: HTTP in, state and foreign documents out, named by its number. */
@NullMarked
package wallethub.scenario;

import org.jspecify.annotations.NullMarked;
