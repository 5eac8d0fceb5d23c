/** The step that addresses a message in a route. */
@NullMarked
package wallethub.notification.camel;

import org.jspecify.annotations.NullMarked;
