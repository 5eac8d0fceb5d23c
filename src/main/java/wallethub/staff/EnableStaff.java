package wallethub.staff;

import wallethub.id.StaffId;

/** Somebody who was disabled is to log in again; asked of another administrator. */
record EnableStaff(StaffId id, String reason) {}
