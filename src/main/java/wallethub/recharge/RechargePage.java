package wallethub.recharge;

import wallethub.operation.ItemPage;
import wallethub.operation.PageLinks;

/** A page of recharges with its neighbours. */
record RechargePage(ItemPage<RechargeView> page, PageLinks links) {}
