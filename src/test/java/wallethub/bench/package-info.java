/** {@code ./hub bench} and {@code ./hub seed}: the hub's speed beside what the work costs at least. */
@NullMarked
package wallethub.bench;

import org.jspecify.annotations.NullMarked;
