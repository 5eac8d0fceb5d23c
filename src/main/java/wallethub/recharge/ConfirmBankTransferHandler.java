package wallethub.recharge;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalOutcome;
import wallethub.approval.Approvals;
import wallethub.id.RechargeId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Takes what one person read on a bank's statement; nothing is credited before a second one has decided. */
@Component
class ConfirmBankTransferHandler implements TransactionHandler<ConfirmBankTransfer, ApprovalOutcome> {

    private static final String USUAL_REASON = "as on the bank's statement";

    private final RechargeStore recharges;
    private final ConfirmTransferAction action;
    private final Approvals approvals;

    ConfirmBankTransferHandler(RechargeStore recharges, ConfirmTransferAction action, Approvals approvals) {
        this.recharges = recharges;
        this.action = action;
        this.approvals = approvals;
    }

    @Override
    public String name() {
        return "confirm-bank-transfer";
    }

    @Override
    public Class<ConfirmBankTransfer> command() {
        return ConfirmBankTransfer.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.TRANSFER_CONFIRM);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    @Override
    public ApprovalOutcome handle(ConfirmBankTransfer command, Caller caller) {
        Optional<Recharge> found =
                RechargeId.isValid(command.id()) ? recharges.find(new RechargeId(command.id())) : Optional.empty();
        if (found.isEmpty()) {
            return new ApprovalOutcome.Refused(ErrorCode.NOT_FOUND, "there is nothing at this path");
        }
        ConfirmedTransfer line = new ConfirmedTransfer(
                found.get().id(),
                found.get().reference(),
                found.get().amount(),
                command.amount(),
                command.bankAccount(),
                command.bankReference(),
                command.valueDate());
        return approvals.request(action, line, command.reason() == null ? USUAL_REASON : command.reason(), caller);
    }

    @Override
    public Answer answer(ApprovalOutcome outcome) {
        return Approvals.answer(outcome);
    }
}
