package wallethub.login;

/** Asks for the caller's own profile. */
record GetMe() {}
