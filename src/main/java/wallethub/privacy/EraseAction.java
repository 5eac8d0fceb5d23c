package wallethub.privacy;

import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalAction;
import wallethub.approval.Check;
import wallethub.approval.Execution;
import wallethub.customer.CustomerErasure;
import wallethub.id.ApprovalId;
import wallethub.problem.ErrorCode;

/** The erasure of a customer by two people; refused while anything of the customer's is not over. */
@Component
class EraseAction implements ApprovalAction<Erasure> {

    private final CustomerErasure erasure;

    EraseAction(CustomerErasure erasure) {
        this.erasure = erasure;
    }

    @Override
    public String kind() {
        return "customer.erase";
    }

    @Override
    public Class<Erasure> payload() {
        return Erasure.class;
    }

    @Override
    public StaffPermission maker() {
        return StaffPermission.CUSTOMER_ERASE;
    }

    @Override
    public StaffPermission checker() {
        return StaffPermission.CUSTOMER_ERASE_APPROVE;
    }

    @Override
    public Check check(Erasure payload, Caller maker) {
        return switch (erasure.look(payload.customer())) {
            case CustomerErasure.Outcome.Erased possible ->
                new Check.Fits(payload.customer().text(), Optional.empty(), "nothing-hinders");
            case CustomerErasure.Outcome.Hindered hindered ->
                new Check.Refused(ErrorCode.STATE_CONFLICT, hindered.words());
            case CustomerErasure.Outcome.ErasedBefore before ->
                new Check.Refused(ErrorCode.STATE_CONFLICT, "the customer was erased before");
            case CustomerErasure.Outcome.Unknown unknown ->
                new Check.Refused(ErrorCode.NOT_FOUND, "there is nothing at this path");
        };
    }

    @Override
    public Execution execute(ApprovalId id, Erasure payload, Caller checker) {
        return switch (erasure.erase(payload.customer())) {
            case CustomerErasure.Outcome.Erased erased ->
                new Execution.Done(Map.of("customerId", payload.customer().text()));
            case CustomerErasure.Outcome.Hindered hindered ->
                new Execution.Refused(ErrorCode.STATE_CONFLICT, hindered.words());
            case CustomerErasure.Outcome.ErasedBefore before ->
                new Execution.Refused(ErrorCode.STATE_CONFLICT, "the customer was erased before");
            case CustomerErasure.Outcome.Unknown unknown ->
                new Execution.Refused(ErrorCode.NOT_FOUND, "the customer is not here");
        };
    }
}
