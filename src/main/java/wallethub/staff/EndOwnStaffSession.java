package wallethub.staff;

/** Ends one of the caller's own sessions. */
record EndOwnStaffSession(String id) {}
