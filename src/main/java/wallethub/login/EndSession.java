package wallethub.login;

/** Ends one of the caller's own sessions. */
record EndSession(String id) {}
