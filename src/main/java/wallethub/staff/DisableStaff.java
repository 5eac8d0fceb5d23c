package wallethub.staff;

import wallethub.id.StaffId;

/** Somebody is not to log in any more, from now on. */
record DisableStaff(StaffId id, String reason) {}
