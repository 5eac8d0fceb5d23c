package wallethub.recharge;

import wallethub.gateway.CheckoutRequest;
import wallethub.id.RechargeId;

/** What the call to the gateway needs; kept between the steps. */
record PreparedCheckout(RechargeId recharge, String account, CheckoutRequest request) {}
