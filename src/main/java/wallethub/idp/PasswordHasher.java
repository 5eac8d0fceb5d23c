package wallethub.idp;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/** Argon2id hashes of passwords: 19 MiB, two passes, one lane. */
@Component
@WhileIssuing
class PasswordHasher {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    // Each takes its memory: a crowd of logins must not take the hub's.
    private static final int AT_ONCE = 4;
    private static final long WAIT_S = 3;

    private final Argon2PasswordEncoder argon2 =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final String nobodys = argon2.encode("nobody's password, hashed to take its time");

    /** @param password normalised */
    String hash(String password) {
        return placed(() -> argon2.encode(password));
    }

    /** Takes as long when there is no hash to compare with. */
    boolean matches(String password, Optional<String> hash) {
        return placed(() -> argon2.matches(password, hash.orElse(nobodys))) && hash.isPresent();
    }

    private <T> T placed(Supplier<T> work) {
        try {
            if (!places.tryAcquire(WAIT_S, TimeUnit.SECONDS)) {
                throw new DataAccessResourceFailureException("too many passwords are being hashed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting to hash", e);
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
