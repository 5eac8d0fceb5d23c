package wallethub.correction;

import wallethub.id.TransferId;

/** What another package gave back of a payment, or is bound to; asked under the lock of the payment's wallet. */
public interface OtherRefunds {

    /** In minor units; zero for a payment that is none of its own. */
    long of(TransferId payment);

    /** Whether the payment's money is disputed at a bank, which may give it back beside a refund. */
    boolean disputed(TransferId payment);
}
