package wallethub.login;

/** Ends the session that the caller's token belongs to. */
record Logout() {}
