package wallethub.desk;

import wallethub.id.StaffId;

/** Somebody is to look after a task. */
record AssignTask(String id, StaffId assignee, String reason) {}
