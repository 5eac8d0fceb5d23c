package wallethub.login;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a one-time code.
 *
 * @param mobile as typed: international, in digits of any script
 * @param language of the message, {@code ar} or {@code en}
 * @param deviceNonce a random name that the device made for itself and keeps
 * @param humanProof what a CAPTCHA gave, where one is asked for
 */
record RequestOtp(
        String mobile,
        String language,
        String deviceNonce,
        @Nullable String humanProof) {

    /** Never the number. */
    @Override
    public String toString() {
        return "RequestOtp[***]";
    }
}
