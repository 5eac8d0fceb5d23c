package wallethub.recharge;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.id.RechargeId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Shows a customer one recharge; another customer's is not there. */
@Component
class GetRechargeHandler implements TransactionHandler<GetRecharge, Optional<RechargeView>> {

    private final RechargeStore recharges;
    private final PaymentStore payments;
    private final BankTransfers transfers;

    GetRechargeHandler(RechargeStore recharges, PaymentStore payments, BankTransfers transfers) {
        this.recharges = recharges;
        this.payments = payments;
        this.transfers = transfers;
    }

    @Override
    public String name() {
        return "get-recharge";
    }

    @Override
    public Class<GetRecharge> command() {
        return GetRecharge.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.RECHARGE_VIEW);
    }

    @Override
    public Optional<RechargeView> handle(GetRecharge command, Caller caller) {
        return RechargeId.isValid(command.id()) && caller.customer() != null
                ? recharges
                        .find(new RechargeId(command.id()), caller.customer())
                        .map(recharge -> transfers.shown(
                                recharge, RechargeView.of(recharge, payments.latestReceipt(recharge.id()))))
                : Optional.empty();
    }

    @Override
    public Answer answer(Optional<RechargeView> outcome) {
        return outcome.map(Answer::ok).orElseGet(Answer::nothingHere);
    }
}
