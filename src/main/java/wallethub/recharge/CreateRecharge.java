package wallethub.recharge;

import org.jspecify.annotations.Nullable;
import wallethub.id.OrderId;
import wallethub.money.Money;

/**
 * A customer's request for a hosted checkout, or for the instructions of a bank transfer.
 *
 * @param method how to pay; {@code card} or {@code bank_transfer}
 * @param returnUrl where the customer's browser goes after a checkout; a transfer has none
 * @param orderId what is paid with the money when it comes
 */
record CreateRecharge(
        Money amount,
        String method,
        @Nullable String returnUrl,
        @Nullable OrderId orderId) {}
