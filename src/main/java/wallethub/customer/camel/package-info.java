/** The step that verifies the CRM's feed in a route. */
@NullMarked
package wallethub.customer.camel;

import org.jspecify.annotations.NullMarked;
