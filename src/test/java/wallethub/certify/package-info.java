/** Certification: a connector and the system behind it, met with every fault that a network and a system can have. */
@NullMarked
package wallethub.certify;

import org.jspecify.annotations.NullMarked;
