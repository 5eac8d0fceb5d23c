package wallethub.approval;

/** One approval, by the id in the path. */
record GetApproval(String id) {}
