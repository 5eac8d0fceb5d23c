package wallethub.customer;

/** Somebody on the staff looks after an alert, by the id in the path. */
record AcknowledgeAlert(String id) {}
