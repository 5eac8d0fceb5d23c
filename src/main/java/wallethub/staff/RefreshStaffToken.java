package wallethub.staff;

/** Asks for the next pair of tokens. */
record RefreshStaffToken(String refreshToken) {

    /** Never the token. */
    @Override
    public String toString() {
        return "RefreshStaffToken[***]";
    }
}
