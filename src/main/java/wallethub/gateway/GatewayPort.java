package wallethub.gateway;

/**
 * One payment gateway, as the hub sees every one of them. Its documents are turned into {@link PaymentEvent}s by mappings,
 * not here.
 */
public interface GatewayPort {

    /** The name in settings, routes and events, such as {@code stripe}. */
    String name();

    /**
     * Makes the hosted checkout. Idempotent by the request's reference: however often it is called, the customer can pay
     * once. Calls out; hold no connection.
     */
    CheckoutOutcome checkout(GatewayAccount account, CheckoutRequest request);

    /**
     * Closes a hosted checkout, so that nobody begins to pay in it any more. Idempotent. Calls out; hold no connection.
     */
    ExpireOutcome expire(GatewayAccount account, OpenCheckout checkout);

    /** Says whether a callback is the gateway's own, from its raw bytes, before anything is parsed. Never throws. */
    VerifyOutcome verify(Callback callback);

    /** Asks the status API for the facts of a payment. Calls out; hold no connection. */
    ConfirmOutcome confirm(GatewayAccount account, PaymentEvent event);
}
