package wallethub.staff;

import wallethub.id.StaffId;

/** One person. */
record GetStaff(StaffId id) {}
