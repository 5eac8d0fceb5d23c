package wallethub.staff;

/** The issuer says that a session of its own has ended. */
record EndIssuerSessions(String logoutToken) {

    /** Never the token. */
    @Override
    public String toString() {
        return "EndIssuerSessions[***]";
    }
}
