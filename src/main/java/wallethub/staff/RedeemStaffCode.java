package wallethub.staff;

/** A hand-over code and the verifier of the challenge that the login began with, for tokens. */
record RedeemStaffCode(String code, String codeVerifier) {

    /** Neither of them. */
    @Override
    public String toString() {
        return "RedeemStaffCode[***]";
    }
}
