package wallethub.invoice;

/** One invoice of the caller, by the id in the path. */
record GetInvoice(String id) {}
