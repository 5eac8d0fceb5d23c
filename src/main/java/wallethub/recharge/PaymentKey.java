package wallethub.recharge;

import wallethub.gateway.PaymentEvent;

/** One payment at one merchant account, as its gateway names it. */
record PaymentKey(String gateway, String account, String paymentId) {

    static PaymentKey of(PaymentEvent event, String paymentId) {
        return new PaymentKey(event.gateway(), event.account(), paymentId);
    }

    /** The payment's id at the gateway, or what stands in its place: the checkout, the event. */
    static String nameOf(PaymentEvent event) {
        if (event.gatewayPaymentId() != null) {
            return event.gatewayPaymentId();
        }
        return event.gatewayCheckoutId() == null ? event.gatewayEventId() : event.gatewayCheckoutId();
    }
}
