package wallethub.recharge;

import org.jspecify.annotations.Nullable;

/**
 * The customer's browser, coming back from the hosted checkout. What else the query says is not believed and not read.
 *
 * @param state our nonce, which the gateway carried along
 */
record ReturnFromCheckout(
        String rechargeReference, @Nullable String state) {}
