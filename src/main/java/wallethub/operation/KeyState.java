package wallethub.operation;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of an idempotency key. */
sealed interface KeyState {

    /** SHA-256 of the canonical form of the request it was first used for. */
    byte[] fingerprint();

    /** Somebody is calling out, or was when the process ended. */
    record Running(byte[] fingerprint, Instant leaseUntil, String prepared) implements KeyState {}

    record Done(byte[] fingerprint, int status, Map<String, String> headers, byte @Nullable [] body)
            implements KeyState {}
}
