package wallethub.recharge;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalOutcome;
import wallethub.approval.Approvals;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Takes what one person of finance wants to become of a parked payment; a second one decides. */
@Component
class DecideParkedPaymentHandler implements TransactionHandler<DecideParkedPayment, ApprovalOutcome> {

    private final ParkStore parks;
    private final DecidePaymentAction action;
    private final Approvals approvals;

    DecideParkedPaymentHandler(ParkStore parks, DecidePaymentAction action, Approvals approvals) {
        this.parks = parks;
        this.action = action;
        this.approvals = approvals;
    }

    @Override
    public String name() {
        return "decide-parked-payment";
    }

    @Override
    public Class<DecideParkedPayment> command() {
        return DecideParkedPayment.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.PAYMENT_DECIDE);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    @Override
    public ApprovalOutcome handle(DecideParkedPayment command, Caller caller) {
        Optional<ParkedPayment> found = ParkedPayment.number(command.id()).flatMap(parks::find);
        return found.isEmpty()
                ? new ApprovalOutcome.Refused(ErrorCode.NOT_FOUND, "there is nothing at this path")
                : approvals.request(action, wish(command, found.get()), command.reason(), caller);
    }

    private static DecidedPayment wish(DecideParkedPayment command, ParkedPayment parked) {
        return new DecidedPayment(
                parked.id(),
                command.decision(),
                parked.reason(),
                parked.rechargeId(),
                parked.gateway(),
                parked.account(),
                parked.gatewayPaymentId(),
                parked.expected(),
                parked.captured(),
                command.reason());
    }

    @Override
    public Answer answer(ApprovalOutcome outcome) {
        return Approvals.answer(outcome);
    }
}
