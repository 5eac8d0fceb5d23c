package wallethub.desk;

import wallethub.id.CustomerId;

/** Asks for one customer. */
record GetCustomer(CustomerId id) {}
