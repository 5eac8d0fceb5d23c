package wallethub.correction;

import org.jspecify.annotations.Nullable;
import wallethub.customer.Customer;
import wallethub.id.ApprovalId;
import wallethub.id.TransferId;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;

/**
 * One movement that was made by hand.
 *
 * @param refunded the payment that it makes good
 * @param other of a merge: the movement of the other wallet
 */
record Correction(
        Transfer transfer,
        PostOutcome.Posted posted,
        Customer customer,
        ApprovalId approval,
        @Nullable TransferId refunded,
        @Nullable TransferId other) {}
