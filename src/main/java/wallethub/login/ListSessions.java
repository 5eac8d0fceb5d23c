package wallethub.login;

/** Asks for the caller's own sessions. */
record ListSessions() {}
