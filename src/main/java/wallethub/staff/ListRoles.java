package wallethub.staff;

/** All roles. */
record ListRoles() {}
