package wallethub.invoice;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.id.WalletId;
import wallethub.ledger.Ledger;
import wallethub.ledger.Wallet;
import wallethub.mapping.Outcome;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.setting.Settings;

/**
 * Operation {@code deduct-invoices}: gives back what was paid for invoices that the ERP has cancelled, then pays what
 * is due, as far as the wallet's available money and the group {@code deduction} go. What is held is not available.
 *
 * <p>It goes by what is so, not by what it was told: run again, or for nothing, it changes nothing.
 */
@Component
class DeductInvoicesHandler implements TransactionHandler<DeductInvoices, DeductOutcome> {

    private final Ledger ledger;
    private final Customers customers;
    private final DeductionStore store;
    private final Deductions deductions;
    private final CancelledInvoices cancelled;
    private final DeductionLetters letters;
    private final DeductionAlerts alerts;
    private final RechargeInvoices requests;
    private final Settings settings;
    private final DeductionGroup rules;
    private final InvoiceSettings limits;

    DeductInvoicesHandler(
            Ledger ledger,
            Customers customers,
            DeductionStore store,
            Deductions deductions,
            CancelledInvoices cancelled,
            DeductionLetters letters,
            DeductionAlerts alerts,
            RechargeInvoices requests,
            Settings settings,
            DeductionGroup rules,
            InvoiceSettings limits) {
        this.ledger = ledger;
        this.customers = customers;
        this.store = store;
        this.deductions = deductions;
        this.cancelled = cancelled;
        this.letters = letters;
        this.alerts = alerts;
        this.requests = requests;
        this.settings = settings;
        this.rules = rules;
        this.limits = limits;
    }

    @Override
    public String name() {
        return "deduct-invoices";
    }

    @Override
    public Class<DeductInvoices> command() {
        return DeductInvoices.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute("invoices-deduct");
    }

    @Override
    public DeductOutcome handle(DeductInvoices command, Caller caller) {
        WalletId id = command.walletId();
        Optional<Wallet> found = ledger.find(id);
        if (found.isEmpty()) {
            return new DeductOutcome.UnknownWallet();
        }
        request(command, found.get());
        // Most wallets have nothing to pay: they are not locked.
        if (!store.concerns(id, found.get().customer())) {
            return new DeductOutcome.Looked(0, 0);
        }
        ledger.lock(List.of(id));
        int givenBack = cancelled.giveBack(id);
        return new DeductOutcome.Looked(deducted(ledger.find(id).orElseThrow()), givenBack);
    }

    private void request(DeductInvoices command, Wallet wallet) {
        InvoicedRecharge recharge = command.recharge();
        if (recharge != null) {
            requests.request(recharge, customers.findItself(wallet.customer()).orElseThrow());
        }
    }

    private int deducted(Wallet wallet) {
        DeductionRules.Extent extent = settings.current(rules).extent();
        Optional<Customer> payer = customers.findItself(wallet.customer());
        if (extent == DeductionRules.Extent.OFF) {
            // What is not tried does not fail.
            alerts.over(wallet.id());
            return 0;
        }
        if (wallet.frozen() || payer.isEmpty()) {
            return 0;
        }
        List<Payable> due = deductions.due(wallet.customer(), wallet.balance().currencyCode());
        DeductionPlan plan = DeductionPlan.of(wallet.available(), due, extent);
        for (DeductionPlan.Step step : plan.steps()) {
            make(payer.get(), step);
        }
        int deducted = plan.steps().size();
        DeductionPlan.Lack lack = plan.lack();
        if (lack != null) {
            alerts.lacks(wallet, lack);
        } else if (due.size() == limits.batch()) {
            letters.more(wallet.id(), due.getLast());
        } else {
            alerts.over(wallet.id());
        }
        return deducted;
    }

    private void make(Customer payer, DeductionPlan.Step step) {
        Deductions.Outcome outcome = deductions.make(payer, step.invoice(), step.amount(), Deduction.Cause.AUTOMATIC);
        if (!(outcome instanceof Deductions.Outcome.Made)) {
            // Planned under the wallet's lock; everything is rolled back, and the lane comes again.
            throw new IllegalStateException("the deduction of " + step.amount() + " for "
                    + step.invoice().id() + " came to " + outcome);
        }
    }

    @Override
    public Answer answer(DeductOutcome outcome) {
        return switch (outcome) {
            case DeductOutcome.Looked looked ->
                Answer.settled(
                        Outcome.SUCCESS,
                        looked.deducted() + looked.givenBack() == 0 ? "NOTHING_DUE" : "DEDUCTED",
                        looked.deducted() + " deducted, " + looked.givenBack() + " given back");
            case DeductOutcome.UnknownWallet unknown ->
                Answer.settled(Outcome.FATAL, "UNKNOWN_WALLET", "no such wallet");
        };
    }
}
