package wallethub.staff;

/** One role. */
record GetRole(String id) {}
