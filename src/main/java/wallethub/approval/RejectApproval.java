package wallethub.approval;

/** Somebody turns down what another asked for. */
record RejectApproval(String id, String reason) {}
