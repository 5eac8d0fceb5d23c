/** Whom a message goes to. */
@NullMarked
package wallethub.notification;

import org.jspecify.annotations.NullMarked;
