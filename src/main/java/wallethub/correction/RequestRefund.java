package wallethub.correction;

import org.jspecify.annotations.Nullable;
import wallethub.id.CustomerId;
import wallethub.id.TransferId;
import wallethub.money.Money;

/**
 * Somebody asks that money is given back to a customer's wallet.
 *
 * @param transferId the payment that it makes good
 */
record RequestRefund(
        CustomerId customerId, Money amount, @Nullable TransferId transferId, String reason) {}
