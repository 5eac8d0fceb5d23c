package wallethub.desk;

import wallethub.id.CustomerId;

/** Ends every session of a customer. */
record EndCustomerSessions(CustomerId id) {}
