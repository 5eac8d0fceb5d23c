package wallethub.approval;

/** Ends what nobody decided in time. */
record ExpireApprovals() {}
