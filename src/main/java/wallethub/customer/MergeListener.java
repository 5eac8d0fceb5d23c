package wallethub.customer;

/**
 * Told of each customer whom the CRM merged into another, in the transaction that does so and under the locks of both
 * wallets: what is the customer's is the survivor's from now on. Implemented by whoever keeps such things.
 */
public interface MergeListener {

    /** @param customer as it was mirrored; its wallet stays its own until the staff move the money */
    void merged(Customer customer, Customer survivor);
}
