/** Tests of the hub as a whole: its structure, its files, its behaviour from outside. */
@NullMarked
package wallethub;

import org.jspecify.annotations.NullMarked;
