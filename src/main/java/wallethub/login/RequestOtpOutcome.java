package wallethub.login;

import java.time.Duration;
import java.time.Instant;
import wallethub.id.ChallengeId;

/** What becomes of the wish for a code; nothing of it depends on whose the number is, or whether it is anybody's. */
sealed interface RequestOtpOutcome {

    /** Whether a message goes out is decided later, where nobody waits for the answer. */
    record Challenged(ChallengeId challengeId, Instant expiresAt, Instant resendAt) implements RequestOtpOutcome {}

    /** No mobile number of a country on the list. */
    record NoMobile() implements RequestOtpOutcome {}

    /** The number had one a moment ago, or all of its hour or day. */
    record TooSoon(Duration retryAfter) implements RequestOtpOutcome {}

    /** The address asks too often, or the range of numbers has had enough. */
    record TooMany(Duration retryAfter) implements RequestOtpOutcome {}
}
