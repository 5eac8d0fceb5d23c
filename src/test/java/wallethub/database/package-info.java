@NullMarked
package wallethub.database;

import org.jspecify.annotations.NullMarked;
