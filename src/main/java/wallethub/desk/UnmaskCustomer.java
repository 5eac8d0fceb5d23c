package wallethub.desk;

import wallethub.id.CustomerId;

/** Asks for what is masked of a customer, for a reason. */
record UnmaskCustomer(CustomerId id, String reason) {}
