package wallethub.desk;

import wallethub.id.StaffId;

/** Somebody is to look after a dead letter. */
record AssignDeadLetter(String id, StaffId assignee, String reason) {

    long number() {
        return Long.parseLong(id);
    }
}
