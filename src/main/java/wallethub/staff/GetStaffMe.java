package wallethub.staff;

/** Whoever asks, about himself. */
record GetStaffMe() {}
