package wallethub.desk;

import wallethub.id.StaffId;

/** Somebody is to look after a dead letter. */
record AssignDeadLetter(long id, StaffId assignee, String reason) {}
