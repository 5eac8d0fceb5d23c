/** The embedded default: real PostgreSQL, a real Kafka broker, stand-ins, and the production jar as a child process. */
@NullMarked
package wallethub.embedded;

import org.jspecify.annotations.NullMarked;
