package wallethub.customer;

/** The caller has seen an alert, by the id in the path. */
record AcknowledgeOwnAlert(String id) {}
