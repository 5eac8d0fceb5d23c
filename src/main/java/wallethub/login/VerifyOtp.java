package wallethub.login;

/**
 * A code as typed.
 *
 * @param deviceNonce the same as when it was asked for
 */
record VerifyOtp(String challengeId, String code, String deviceNonce) {

    /** Never the code. */
    @Override
    public String toString() {
        return "VerifyOtp[" + challengeId + "]";
    }
}
