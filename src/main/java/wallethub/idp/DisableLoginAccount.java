package wallethub.idp;

/** Ends somebody's login account. */
record DisableLoginAccount(String userName, String reason) {}
