package wallethub.correction;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
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

/** Money given back to a wallet, for a payment or for something else; of a payment never more than it was. */
@Component
class RefundAction implements ApprovalAction<RefundAction.Refund> {

    /** An account of its own: what stands on it finance still has to clear. */
    static final String ACCOUNT = "clearing:refund";

    /** @param transfer the payment that it makes good */
    record Refund(
            CustomerId customer, Money amount, @Nullable TransferId transfer) {}

    private final Customers customers;
    private final Ledger ledger;
    private final CorrectionStore store;
    private final ObjectProvider<OtherRefunds> others;
    private final Corrections corrections;

    RefundAction(
            Customers customers,
            Ledger ledger,
            CorrectionStore store,
            ObjectProvider<OtherRefunds> others,
            Corrections corrections) {
        this.customers = customers;
        this.ledger = ledger;
        this.store = store;
        this.others = others;
        this.corrections = corrections;
    }

    @Override
    public String kind() {
        return "wallet.refund";
    }

    @Override
    public Class<Refund> payload() {
        return Refund.class;
    }

    @Override
    public StaffPermission maker() {
        return StaffPermission.REFUND_REQUEST;
    }

    @Override
    public StaffPermission checker() {
        return StaffPermission.REFUND_APPROVE;
    }

    @Override
    public Optional<StaffPermission> largeChecker() {
        return Optional.of(StaffPermission.REFUND_APPROVE_LARGE);
    }

    @Override
    public Check check(Refund refund, Caller maker) {
        Optional<Wallet> wallet = customers.find(refund.customer()).flatMap(found -> ledger.find(found.wallet()));
        if (wallet.isEmpty()) {
            return new Check.Refused(ErrorCode.NOT_FOUND, "the customer has no wallet");
        }
        if (!refund.amount().isPositive()) {
            return new Check.Refused(ErrorCode.AMOUNT_BELOW_MINIMUM, "a refund gives something back");
        }
        if (!wallet.get().balance().currency().equals(refund.amount().currency())) {
            return new Check.Refused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "the wallet is in " + wallet.get().balance().currencyCode());
        }
        TransferId payment = refund.transfer();
        return payment == null
                ? new Check.Fits(wallet.get().id().text(), Optional.of(refund.amount()), "free")
                : ofPayment(refund.amount(), payment, wallet.get());
    }

    private Check ofPayment(Money amount, TransferId id, Wallet wallet) {
        // Another refund of it, or its reversal, is over before this one looks, or waits until this one is.
        ledger.lock(List.of(wallet.id()));
        Optional<Transfer> payment = ledger.find(id)
                .filter(found -> found.wallet().equals(wallet.id()) && found.kind() == TransferKind.PAYMENT);
        if (payment.isEmpty()) {
            return new Check.Refused(ErrorCode.NOT_FOUND, "the wallet has no such payment");
        }
        if (!ledger.stands(id)) {
            // What the ERP refuses is given back whole by itself; a refund beside that would pay the customer twice.
            return new Check.Refused(
                    ErrorCode.STATE_CONFLICT, "the ERP has not confirmed the payment, or it was given back already");
        }
        if (others.stream().anyMatch(one -> one.disputed(id))) {
            return new Check.Refused(ErrorCode.STATE_CONFLICT, "the card payment behind it is disputed");
        }
        long elsewhere = others.stream().mapToLong(one -> one.of(id)).sum();
        Money refunded = new Money(Math.addExact(store.refunded(id), elsewhere), amount.currency());
        Money left = payment.get().amount().negated().minus(refunded);
        return amount.compareTo(left) > 0
                ? new Check.Refused(ErrorCode.AMOUNT_ABOVE_MAXIMUM, "of the payment " + left + " can be given back")
                : new Check.Fits(wallet.id().text(), Optional.of(amount), "refunded " + refunded);
    }

    @Override
    public Execution execute(ApprovalId id, Refund refund, Caller checker) {
        Customer customer = customers.find(refund.customer()).orElseThrow();
        Transfer transfer = new Transfer(
                TransferId.next(),
                TransferKind.REFUND,
                customer.wallet(),
                refund.amount(),
                ACCOUNT,
                id.text(),
                corrections.now());
        return switch (ledger.post(transfer)) {
            case PostOutcome.Posted posted -> {
                corrections.made(List.of(new Correction(transfer, posted, customer, id, refund.transfer(), null)));
                yield new Execution.Done(Map.of(
                        "transferId",
                        transfer.id().text(),
                        "walletId",
                        customer.wallet().text()));
            }
            case PostOutcome.CurrencyMismatch mismatch ->
                new Execution.Refused(ErrorCode.CURRENCY_MISMATCH, "the wallet is in " + mismatch.walletCurrency());
            case PostOutcome.UnknownWallet unknown ->
                new Execution.Refused(ErrorCode.NOT_FOUND, "the customer has no wallet");
            // A credit is refused neither by funds nor by a freeze, and an approval is executed once.
            case PostOutcome.InsufficientFunds never -> throw impossible(id, never);
            case PostOutcome.WalletFrozen never -> throw impossible(id, never);
            case PostOutcome.AlreadyPosted never -> throw impossible(id, never);
            case PostOutcome.KeyReused never -> throw impossible(id, never);
        };
    }

    private static IllegalStateException impossible(ApprovalId id, PostOutcome outcome) {
        return new IllegalStateException("the refund of " + id + " came to " + outcome);
    }
}
