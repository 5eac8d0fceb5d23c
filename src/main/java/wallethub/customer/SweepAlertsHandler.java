package wallethub.customer;

import java.util.List;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.ledger.Ledger;
import wallethub.ledger.Wallet;
import wallethub.mapping.Outcome;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/**
 * Operation {@code sweep-alerts}: goes round all wallets, a part at each call. Moves raise and clear by themselves; this is for
 * thresholds that were changed, and for wallets of a release that had no alerts.
 */
@Component
class SweepAlertsHandler implements TransactionHandler<SweepAlerts, Integer> {

    static final int WALLETS = 20_000;

    private final Ledger ledger;
    private final AlertStore store;
    private final BalanceAlerts alerts;

    SweepAlertsHandler(Ledger ledger, AlertStore store, BalanceAlerts alerts) {
        this.ledger = ledger;
        this.store = store;
        this.alerts = alerts;
    }

    @Override
    public String name() {
        return "sweep-alerts";
    }

    @Override
    public Class<SweepAlerts> command() {
        return SweepAlerts.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute("alert-sweep");
    }

    @Override
    public Integer handle(SweepAlerts command, Caller caller) {
        String behind = store.sweptTo();
        List<Wallet> wallets = ledger.behind(behind, WALLETS);
        if (wallets.isEmpty()) {
            if (!behind.isEmpty()) {
                store.sweptTo("");
            }
            return 0;
        }
        String reached = alerts.bringUpToDate(wallets).text();
        boolean isLast = wallets.size() < WALLETS
                && reached.equals(wallets.getLast().id().text());
        String next = isLast ? "" : reached;
        if (!next.equals(behind)) {
            store.sweptTo(next);
        }
        return wallets.size();
    }

    @Override
    public Answer answer(Integer wallets) {
        return Answer.settled(Outcome.SUCCESS, "SWEPT", wallets + " wallets");
    }
}
