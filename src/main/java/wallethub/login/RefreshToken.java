package wallethub.login;

/** Asks for the next pair of tokens. */
record RefreshToken(String refreshToken) {

    /** Never the token. */
    @Override
    public String toString() {
        return "RefreshToken[***]";
    }
}
