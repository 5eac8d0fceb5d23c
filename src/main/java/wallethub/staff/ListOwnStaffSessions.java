package wallethub.staff;

/** Where whoever asks is logged in. */
record ListOwnStaffSessions() {}
