package wallethub.customer;

/**
 * A customer, and whether an alert of the kind that was asked for stands; read in one statement, so that whoever moves money asks
 * for no more than it did.
 *
 * @param alerted as it was then: one that is raised at the same moment may not be in it
 */
public record AlertedCustomer(Customer customer, boolean alerted) {}
