package wallethub.invoice;

import org.springframework.stereotype.Component;
import wallethub.customer.AlertKind;
import wallethub.customer.WalletAlerts;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;
import wallethub.ledger.Wallet;
import wallethub.setting.Settings;

/**
 * Tells whether a wallet lacks money for an invoice that it is to pay by itself, in the transaction that finds it out; the
 * wallet is locked by whoever calls, so that nothing is raised for an invoice that was paid meanwhile.
 */
@Component
class DeductionAlerts {

    private final WalletAlerts alerts;
    private final Deductions deductions;
    private final Settings settings;
    private final DeductionGroup rules;

    DeductionAlerts(WalletAlerts alerts, Deductions deductions, Settings settings, DeductionGroup rules) {
        this.alerts = alerts;
        this.deductions = deductions;
        this.settings = settings;
        this.rules = rules;
    }

    /** The last look found what could not be paid. */
    void lacks(Wallet wallet, DeductionPlan.Lack lack) {
        alerts.deductionFailed(
                wallet.id(),
                wallet.customer(),
                lack.missing(),
                lack.invoice().id().text());
    }

    /** It left nothing to be paid, or nothing is paid by itself any more. */
    void over(WalletId wallet) {
        alerts.clearIfOver(wallet, AlertKind.DEDUCTION_FAILED, () -> true);
    }

    /** An invoice is paid, cancelled, or less by now; asked of the database only where an alert stands. */
    void changed(WalletId wallet, CustomerId customer, String currency) {
        alerts.clearIfOver(wallet, AlertKind.DEDUCTION_FAILED, () -> isOver(customer, currency));
    }

    private boolean isOver(CustomerId customer, String currency) {
        return settings.current(rules).extent() == DeductionRules.Extent.OFF
                || deductions.due(customer, currency).isEmpty();
    }
}
