package wallethub.staff;

import wallethub.id.StaffId;

/** Somebody who was disabled is to log in again. */
record StaffReturn(StaffId staff) {}
