package wallethub.desk;

import wallethub.id.CustomerId;

/** Asks for all around one customer. */
record GetCustomerOverview(CustomerId id) {}
