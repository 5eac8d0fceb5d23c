package wallethub.checkout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.customer.Customers;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.ledger.Ledger;
import wallethub.mapping.Outcome;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.recharge.Disputes;

/**
 * Operation {@code settle-refunds}: what waited for the ERP's answer is given back once the ERP has the payment, unless its
 * money is disputed by then.
 */
@Component
class SettleRefundsHandler implements TransactionHandler<SettleRefunds, Integer> {

    private final RefundStore refunds;
    private final OrderStore orders;
    private final StoreOrders own;
    private final Refunding refunding;
    private final Disputes disputes;
    private final Ledger ledger;
    private final Customers customers;
    private final CheckoutSettings settings;

    SettleRefundsHandler(
            RefundStore refunds,
            OrderStore orders,
            StoreOrders own,
            Refunding refunding,
            Disputes disputes,
            Ledger ledger,
            Customers customers,
            CheckoutSettings settings) {
        this.refunds = refunds;
        this.orders = orders;
        this.own = own;
        this.refunding = refunding;
        this.disputes = disputes;
        this.ledger = ledger;
        this.customers = customers;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "settle-refunds";
    }

    @Override
    public Class<SettleRefunds> command() {
        return SettleRefunds.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute("checkout-refunds");
    }

    @Override
    public Integer handle(SettleRefunds command, Caller caller) {
        Instant now = own.now();
        List<RefundStore.Waiting> waiting = refunds.waiting(settings.batch());
        if (waiting.isEmpty()) {
            return 0;
        }
        Set<TransferId> standing = ledger.standing(
                waiting.stream().map(RefundStore.Waiting::payment).distinct().toList());
        List<RefundStore.Waiting> due = new ArrayList<>(waiting);
        due.removeIf(one -> !standing.contains(one.payment()) || disputes.stand(one.order()));
        lockWallets(due);
        due.forEach(one -> settle(one, now));
        refunds.looked(waiting, now);
        return due.size();
    }

    /** All of them at once, by id; the orders' rows come after them. */
    private void lockWallets(List<RefundStore.Waiting> due) {
        List<WalletId> wallets = due.stream()
                .flatMap(one -> Stream.of(
                        one.wallet(),
                        customers.find(one.customer()).orElseThrow().wallet()))
                .distinct()
                .toList();
        if (!wallets.isEmpty()) {
            ledger.lock(wallets);
        }
    }

    /** Somebody may have been faster; under the locks it stands still. */
    private void settle(RefundStore.Waiting one, Instant now) {
        Order order = orders.lock(one.order()).orElseThrow();
        Optional<Refund> refund = refunds.find(one.order(), one.reference())
                .filter(found -> found.state() == RefundState.WAITING && order.state() == OrderState.PAID);
        if (refund.isPresent()) {
            long minor = refund.get().amount().minorUnits();
            orders.giveBack(order.id(), minor, -minor, now);
            TransferId transfer = refunding.giveBack(order, one.payment(), refund.get(), own.customer(order), now);
            refunds.done(refund.get(), transfer, now);
        }
    }

    @Override
    public Answer answer(Integer settled) {
        return Answer.settled(Outcome.SUCCESS, "SETTLED", settled + " refunds");
    }
}
