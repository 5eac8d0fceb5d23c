package wallethub.correction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalAction;
import wallethub.approval.Check;
import wallethub.approval.Execution;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.customer.WalletAlerts;
import wallethub.id.ApprovalId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.ledger.Wallet;
import wallethub.money.Money;
import wallethub.problem.ErrorCode;

/**
 * The whole balance of a customer that the CRM merged moves to the survivor's wallet: the only transaction over two wallets. Debt
 * moves as well as money.
 */
@Component
class MergeAction implements ApprovalAction<MergeAction.Merge> {

    static final String ACCOUNT = "clearing:merge";

    record Merge(WalletId wallet) {}

    /** Both sides as they are now. */
    private record Sides(Customer from, Wallet source, Customer to, Wallet target) {}

    private final Customers customers;
    private final Ledger ledger;
    private final Corrections corrections;
    private final WalletAlerts alerts;
    private final ObjectProvider<MergeObstacle> obstacles;

    MergeAction(
            Customers customers,
            Ledger ledger,
            Corrections corrections,
            WalletAlerts alerts,
            ObjectProvider<MergeObstacle> obstacles) {
        this.customers = customers;
        this.ledger = ledger;
        this.corrections = corrections;
        this.alerts = alerts;
        this.obstacles = obstacles;
    }

    @Override
    public String kind() {
        return "wallet.merge";
    }

    @Override
    public Class<Merge> payload() {
        return Merge.class;
    }

    @Override
    public StaffPermission maker() {
        return StaffPermission.WALLET_MERGE;
    }

    @Override
    public StaffPermission checker() {
        return StaffPermission.WALLET_MERGE_APPROVE;
    }

    @Override
    public Check check(Merge merge, Caller maker) {
        Optional<Sides> found = sides(merge);
        if (found.isEmpty()) {
            return new Check.Refused(
                    ErrorCode.STATE_CONFLICT, "there is no such wallet, or the CRM has not merged its customer");
        }
        Sides sides = found.get();
        Optional<String> obstacle = obstacle(sides);
        if (obstacle.isPresent()) {
            return new Check.Refused(ErrorCode.STATE_CONFLICT, obstacle.get());
        }
        return new Check.Fits(
                merge.wallet().text(),
                Optional.of(sides.source().balance()),
                "to " + sides.target().id() + " from entry " + sides.source().lastEntryNumber());
    }

    private Optional<Sides> sides(Merge merge) {
        Optional<Wallet> source = ledger.find(merge.wallet());
        Optional<Customer> from = source.flatMap(wallet -> customers.findItself(wallet.customer()));
        Optional<Customer> to = from.flatMap(customer -> customers.find(customer.id()))
                .filter(survivor -> !survivor.id().equals(from.get().id()));
        Optional<Wallet> target = to.flatMap(survivor -> ledger.find(survivor.wallet()));
        return target.map(wallet -> new Sides(from.orElseThrow(), source.orElseThrow(), to.orElseThrow(), wallet));
    }

    private Optional<String> obstacle(Sides sides) {
        Wallet source = sides.source();
        Wallet target = sides.target();
        if (!source.balance().currency().equals(target.balance().currency())) {
            return Optional.of("the wallets are of different currencies");
        }
        if (source.frozen() || target.frozen()) {
            return Optional.of("a frozen wallet is not merged");
        }
        if (!source.held().isZero()) {
            return Optional.of("some of its money is held");
        }
        if (source.balance().isZero()) {
            return Optional.of("there is nothing to move");
        }
        return obstacles.stream()
                .flatMap(one -> one.of(sides.from().id()).stream())
                .findFirst();
    }

    @Override
    public Execution execute(ApprovalId id, Merge merge, Caller checker) {
        Sides before = sides(merge).orElseThrow();
        Money amount = before.source().balance();
        // Sorted by id inside, as every lock of wallets.
        ledger.lock(List.of(before.source().id(), before.target().id()));
        Sides sides = sides(merge).orElseThrow();
        if (!sides.equals(before) || obstacle(sides).isPresent()) {
            return new Execution.Refused(ErrorCode.APPROVAL_STALE, "a wallet has changed since it was asked for");
        }
        Transfer out = transfer(id, "/from", sides.source(), amount.negated());
        Transfer in = transfer(id, "/to", sides.target(), amount);
        List<PostOutcome.Posted> posted = new ArrayList<>();
        for (PostOutcome outcome : ledger.post(List.of(out, in))) {
            if (!(outcome instanceof PostOutcome.Posted one)) {
                throw new IllegalStateException("the merge of " + id + " came to " + outcome);
            }
            posted.add(one);
        }
        corrections.made(List.of(
                new Correction(out, posted.get(0), sides.from(), id, null, in.id()),
                new Correction(in, posted.get(1), sides.to(), id, null, out.id())));
        alerts.clearAll(sides.source().id());
        return new Execution.Done(Map.of(
                "transferId", out.id().text(),
                "otherTransferId", in.id().text(),
                "walletId", sides.target().id().text()));
    }

    private Transfer transfer(ApprovalId id, String side, Wallet wallet, Money amount) {
        return new Transfer(
                TransferId.next(),
                TransferKind.ADJUSTMENT,
                wallet.id(),
                amount,
                ACCOUNT,
                id.text() + side,
                corrections.now());
    }
}
