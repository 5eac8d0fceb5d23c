package wallethub.approval;

import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.ApprovalId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code get-approval}: one approval that the caller may see; another one is answered like none. */
@Component
class GetApprovalHandler implements TransactionHandler<GetApproval, Optional<Approval>> {

    private final ApprovalStore store;
    private final ApprovalActions actions;
    private final Clock clock;

    GetApprovalHandler(ApprovalStore store, ApprovalActions actions, Clock clock) {
        this.store = store;
        this.actions = actions;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "get-approval";
    }

    @Override
    public Class<GetApproval> command() {
        return GetApproval.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.APPROVAL_VIEW);
    }

    @Override
    public Optional<Approval> handle(GetApproval command, Caller caller) {
        return ApprovalId.isValid(command.id())
                ? store.find(new ApprovalId(command.id()))
                        .filter(request -> maySee(request, caller))
                        .map(request -> request.shown(clock.instant()))
                : Optional.empty();
    }

    private boolean maySee(ApprovalRequest request, Caller caller) {
        ApprovalRequest.Decision decision = request.decision();
        return caller.may(StaffPermission.AUDIT_READ)
                || request.wish().maker().equals(caller.staff())
                || (decision != null && caller.staff().equals(decision.checker()))
                || actions.decidableBy(caller).contains(request.wish().kind());
    }

    @Override
    public Answer answer(Optional<Approval> outcome) {
        return outcome.map(approval -> Answer.versioned(200, approval, Integer.toString(approval.version())))
                .orElseGet(Answer::nothingHere);
    }
}
