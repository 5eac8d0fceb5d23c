package wallethub.reporting;

import java.util.List;
import wallethub.customer.WalletSummary;
import wallethub.recharge.RechargeView;

/** A customer's dashboard: the wallet with its alerts, and the latest of what happened to it. */
record HomeView(WalletSummary wallet, List<TransactionView> transactions, List<RechargeView> recharges) {

    HomeView {
        transactions = List.copyOf(transactions);
        recharges = List.copyOf(recharges);
    }
}
