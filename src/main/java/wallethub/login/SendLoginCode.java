package wallethub.login;

import java.time.Instant;

/** The letter that we wrote ourselves when a code was asked for. */
record SendLoginCode(String challengeId, String mobile, String code, String language, Instant expiresAt) {

    /** Never the code or the number. */
    @Override
    public String toString() {
        return "SendLoginCode[" + challengeId + "]";
    }
}
