package wallethub.invoice;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.id.CustomerId;
import wallethub.ledger.Ledger;
import wallethub.ledger.Wallet;
import wallethub.mapping.Outcome;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.setting.Settings;

/**
 * Operation {@code sweep-deductions}: goes through the customers with open invoices, a part at each run, and has
 * those wallets looked at that can pay by now. Most are looked at when money comes in; this finds what no credit
 * tells of.
 */
@Component
class SweepDeductionsHandler implements TransactionHandler<SweepDeductions, Integer> {

    private static final Logger log = LoggerFactory.getLogger(SweepDeductionsHandler.class);

    private final DeductionStore store;
    private final Deductions deductions;
    private final DeductionLetters letters;
    private final Ledger ledger;
    private final Settings settings;
    private final DeductionGroup rules;
    private final InvoiceSettings limits;
    // Where this instance goes on. Begun again after a restart; another instance has its own.
    private volatile String behind = "";

    SweepDeductionsHandler(
            DeductionStore store,
            Deductions deductions,
            DeductionLetters letters,
            Ledger ledger,
            Settings settings,
            DeductionGroup rules,
            InvoiceSettings limits) {
        this.store = store;
        this.deductions = deductions;
        this.letters = letters;
        this.ledger = ledger;
        this.settings = settings;
        this.rules = rules;
        this.limits = limits;
    }

    @Override
    public String name() {
        return "sweep-deductions";
    }

    @Override
    public Class<SweepDeductions> command() {
        return SweepDeductions.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute("invoice-sweep");
    }

    @Override
    public Integer handle(SweepDeductions command, Caller caller) {
        DeductionRules.Extent extent = settings.current(rules).extent();
        if (extent == DeductionRules.Extent.OFF) {
            return 0;
        }
        int limit = limits.sweep().batch();
        List<CustomerId> customers = store.withOpenInvoices(behind, limit);
        behind = customers.size() < limit ? "" : customers.getLast().text();
        int found = 0;
        for (CustomerId customer : customers) {
            Optional<Wallet> wallet = ledger.findByCustomer(customer).filter(one -> canPay(one, extent));
            wallet.ifPresent(one -> letters.swept(one.id(), deductions.now()));
            found += wallet.isPresent() ? 1 : 0;
        }
        if (found > 0) {
            log.atInfo().addKeyValue("wallets", found).log("wallets can pay invoices of which no credit told");
        }
        return found;
    }

    private boolean canPay(Wallet wallet, DeductionRules.Extent extent) {
        return !wallet.frozen()
                && wallet.available().isPositive()
                && !DeductionPlan.of(
                                wallet.available(),
                                deductions.due(
                                        wallet.customer(), wallet.balance().currencyCode()),
                                extent)
                        .steps()
                        .isEmpty();
    }

    @Override
    public Answer answer(Integer outcome) {
        return Answer.settled(Outcome.SUCCESS, "SWEPT", outcome + " wallets");
    }
}
