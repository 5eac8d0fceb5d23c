package wallethub.staff;

/** Ends the session of the token that asks. */
record LogoutStaff() {}
