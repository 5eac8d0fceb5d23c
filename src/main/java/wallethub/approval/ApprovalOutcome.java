package wallethub.approval;

import wallethub.problem.ErrorCode;

/** What became of a request for something that another person has to decide. */
public sealed interface ApprovalOutcome {

    /** It waits now. */
    record Requested(Approval approval) implements ApprovalOutcome {}

    record Refused(ErrorCode code, String detail) implements ApprovalOutcome {}
}
