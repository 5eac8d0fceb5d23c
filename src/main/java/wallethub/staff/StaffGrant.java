package wallethub.staff;

/**
 * What a login or a refresh gives.
 *
 * @param expiresIn seconds of the access token
 */
record StaffGrant(String accessToken, String refreshToken, long expiresIn) {

    /** Never the tokens. */
    @Override
    public String toString() {
        return "StaffGrant[***]";
    }
}
