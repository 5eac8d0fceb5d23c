package wallethub.reporting;

/** What the caller's wallet had at a moment that is over. */
record GetPastBalance(String at) {}
