package wallethub.recharge;

import wallethub.gateway.OpenCheckout;
import wallethub.id.RechargeId;

/** What the call to the gateway needs; kept between the steps. */
record PreparedCancellation(RechargeId recharge, String account, OpenCheckout checkout) {}
