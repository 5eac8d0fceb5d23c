package wallethub.correction;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalOutcome;
import wallethub.approval.Approvals;
import wallethub.id.WalletId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code request-wallet-merge}: the merge of two wallets waits for a second person. */
@Component
class RequestWalletMergeHandler implements TransactionHandler<RequestWalletMerge, ApprovalOutcome> {

    private final Approvals approvals;
    private final MergeAction action;

    RequestWalletMergeHandler(Approvals approvals, MergeAction action) {
        this.approvals = approvals;
        this.action = action;
    }

    @Override
    public String name() {
        return "request-wallet-merge";
    }

    @Override
    public Class<RequestWalletMerge> command() {
        return RequestWalletMerge.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.WALLET_MERGE);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    @Override
    public ApprovalOutcome handle(RequestWalletMerge command, Caller caller) {
        if (!WalletId.isValid(command.id())) {
            return new ApprovalOutcome.Refused(ErrorCode.NOT_FOUND, "there is no such wallet");
        }
        return approvals.request(action, new MergeAction.Merge(new WalletId(command.id())), command.reason(), caller);
    }

    @Override
    public Answer answer(ApprovalOutcome outcome) {
        return Approvals.answer(outcome);
    }
}
