package wallethub.recharge;

import wallethub.gateway.PaymentEvent;

/** One payment at one merchant account, as its gateway names it. */
record PaymentKey(String gateway, String account, String paymentId) {

    static PaymentKey of(PaymentEvent event, String paymentId) {
        return new PaymentKey(event.gateway(), event.account(), paymentId);
    }
}
