package wallethub.correction;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalAction;
import wallethub.approval.Check;
import wallethub.approval.Execution;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.id.ApprovalId;
import wallethub.id.CustomerId;
import wallethub.id.TransferId;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.ledger.Wallet;
import wallethub.money.Money;
import wallethub.problem.ErrorCode;

/**
 * A wallet put right in either direction. Into debt it goes only where both people said so: never silently (scenario 22).
 */
@Component
class AdjustmentAction implements ApprovalAction<AdjustmentAction.Adjustment> {

    static final String ACCOUNT = "clearing:adjustment";

    /** @param intoDebt whether it may leave less than the wallet's floor available */
    record Adjustment(CustomerId customer, Money amount, boolean intoDebt) {}

    private final Customers customers;
    private final Ledger ledger;
    private final Corrections corrections;

    AdjustmentAction(Customers customers, Ledger ledger, Corrections corrections) {
        this.customers = customers;
        this.ledger = ledger;
        this.corrections = corrections;
    }

    @Override
    public String kind() {
        return "wallet.adjust";
    }

    @Override
    public Class<Adjustment> payload() {
        return Adjustment.class;
    }

    @Override
    public StaffPermission maker() {
        return StaffPermission.WALLET_ADJUST;
    }

    @Override
    public StaffPermission checker() {
        return StaffPermission.WALLET_ADJUST_APPROVE;
    }

    @Override
    public Check check(Adjustment adjustment, Caller maker) {
        Optional<Wallet> found = customers.find(adjustment.customer()).flatMap(one -> ledger.find(one.wallet()));
        if (found.isEmpty()) {
            return new Check.Refused(ErrorCode.NOT_FOUND, "the customer has no wallet");
        }
        Wallet wallet = found.get();
        Money amount = adjustment.amount();
        if (amount.isZero()) {
            return new Check.Refused(ErrorCode.AMOUNT_BELOW_MINIMUM, "an adjustment changes something");
        }
        if (!wallet.balance().currency().equals(amount.currency())) {
            return new Check.Refused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "the wallet is in " + wallet.balance().currencyCode());
        }
        if (wouldBeSilentDebt(wallet, adjustment)) {
            return new Check.Refused(ErrorCode.INSUFFICIENT_FUNDS, "it would put the wallet into debt");
        }
        return new Check.Fits(wallet.id().text(), Optional.of(amount), "adjustable");
    }

    private static boolean wouldBeSilentDebt(Wallet wallet, Adjustment adjustment) {
        return adjustment.amount().isNegative()
                && !adjustment.intoDebt()
                && wallet.available().plus(adjustment.amount()).isNegative();
    }

    @Override
    public Execution execute(ApprovalId id, Adjustment adjustment, Caller checker) {
        Customer customer = customers.find(adjustment.customer()).orElseThrow();
        // Under the lock: what was available at the check may be spent by now.
        ledger.lock(List.of(customer.wallet()));
        if (wouldBeSilentDebt(ledger.find(customer.wallet()).orElseThrow(), adjustment)) {
            return new Execution.Refused(ErrorCode.INSUFFICIENT_FUNDS, "it would put the wallet into debt");
        }
        Transfer transfer = new Transfer(
                TransferId.next(),
                TransferKind.ADJUSTMENT,
                customer.wallet(),
                adjustment.amount(),
                ACCOUNT,
                id.text(),
                corrections.now());
        PostOutcome outcome = ledger.post(transfer);
        if (!(outcome instanceof PostOutcome.Posted posted)) {
            // Neither floor nor freeze stops it, its wallet is locked, and an approval is executed once.
            throw new IllegalStateException("the adjustment of " + id + " came to " + outcome);
        }
        corrections.made(List.of(new Correction(transfer, posted, customer, id, null, null)));
        return new Execution.Done(Map.of(
                "transferId",
                transfer.id().text(),
                "walletId",
                customer.wallet().text()));
    }
}
