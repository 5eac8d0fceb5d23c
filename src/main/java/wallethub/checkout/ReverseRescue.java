package wallethub.checkout;

/** The bank gave back what it had taken: the store takes its rescue of the order back. */
record ReverseRescue(String id) {}
