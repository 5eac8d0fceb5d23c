/** The steps of the routes that read the ERP's feeds. */
@NullMarked
package wallethub.books.camel;

import org.jspecify.annotations.NullMarked;
