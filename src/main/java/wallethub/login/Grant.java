package wallethub.login;

/**
 * What a login or a refresh gives.
 *
 * @param expiresIn seconds of the access token
 */
record Grant(String accessToken, String refreshToken, long expiresIn) {

    /** Never the tokens. */
    @Override
    public String toString() {
        return "Grant[***]";
    }
}
