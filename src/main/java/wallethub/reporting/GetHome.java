package wallethub.reporting;

/** Asks for the caller's dashboard. */
record GetHome() {}
