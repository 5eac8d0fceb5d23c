package wallethub.privacy;

import wallethub.id.CustomerId;

/** Who is to be erased: what the approval is about. */
record Erasure(CustomerId customer) {}
