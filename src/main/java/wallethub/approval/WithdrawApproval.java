package wallethub.approval;

/** Somebody takes back what he asked for. */
record WithdrawApproval(String id) {}
