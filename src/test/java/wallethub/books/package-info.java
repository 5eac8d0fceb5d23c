@NullMarked
package wallethub.books;

import org.jspecify.annotations.NullMarked;
