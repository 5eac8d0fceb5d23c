package wallethub.desk;

import wallethub.id.CustomerId;
import wallethub.id.SessionId;

/** Ends one session of a customer. */
record EndCustomerSession(CustomerId id, SessionId sessionId) {}
