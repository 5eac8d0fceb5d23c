package wallethub.reporting;

/** One transaction of any customer, by the id in the path. */
record GetTransactionAsStaff(String id) {}
