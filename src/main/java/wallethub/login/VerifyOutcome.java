package wallethub.login;

import java.time.Duration;

/** What a typed code came to. */
sealed interface VerifyOutcome {

    record LoggedIn(Grant grant) implements VerifyOutcome {}

    /** Wrong, used before, of another device, replaced by a newer one, or of a challenge that never was. */
    record Invalid() implements VerifyOutcome {}

    record Expired() implements VerifyOutcome {}

    /** Too many wrong ones, for this challenge or for the number. */
    record Locked(Duration retryAfter) implements VerifyOutcome {}
}
