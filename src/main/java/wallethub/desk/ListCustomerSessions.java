package wallethub.desk;

import wallethub.id.CustomerId;

/** Asks where a customer is logged in. */
record ListCustomerSessions(CustomerId id) {}
