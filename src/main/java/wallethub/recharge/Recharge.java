package wallethub.recharge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.CustomerId;
import wallethub.id.OrderId;
import wallethub.id.RechargeId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * A customer's wish to put money into the wallet, and what became of it.
 *
 * @param reference ours, given to the gateway: {@code RCH-…}
 * @param account our id of the merchant account, or of the bank account, that takes the money
 * @param gateway its name, or {@code bank} where no gateway has part in it
 * @param amount what the customer wants to put in, at the limits of that moment
 * @param credited what of it came, by the one payment that pays for it; more than the amount only by a decision of the staff
 * @param returnUrl where the customer's browser goes after a checkout; a transfer has none
 * @param order what is paid with the money when it comes
 */
record Recharge(
        RechargeId id,
        String reference,
        CustomerId customer,
        String customerExternalId,
        WalletId wallet,
        String gateway,
        String account,
        RechargeMethod method,
        Money amount,
        Money credited,
        RechargeState state,
        @Nullable String failureCode,
        @Nullable String returnUrl,
        String returnNonce,
        @Nullable String checkoutId,
        @Nullable String checkoutUrl,
        Instant createdAt,
        Instant expiresAt,
        int pollCount,
        @Nullable OrderId order) {}
