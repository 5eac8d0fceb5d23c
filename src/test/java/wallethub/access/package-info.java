/** Callers and the audit. */
@NullMarked
package wallethub.access;

import org.jspecify.annotations.NullMarked;
