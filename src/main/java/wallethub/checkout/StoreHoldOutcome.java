package wallethub.checkout;

import java.util.Map;
import wallethub.money.Money;
import wallethub.operation.Answer;
import wallethub.problem.ErrorCode;

/** What became of a store's wish about a hold, and its answer; with all but the first two nothing has changed. */
sealed interface StoreHoldOutcome {

    /** Something new: the hold, or a capture of it. */
    record Made(HoldView hold) implements StoreHoldOutcome {}

    /** As it stands; also when the same was asked for before. */
    record Shown(HoldView hold) implements StoreHoldOutcome {}

    record Missing() implements StoreHoldOutcome {}

    /** @param verb what a hold of this status cannot be */
    record Conflict(String verb, String status) implements StoreHoldOutcome {}

    /** @param what has the reference already, with other content */
    record ReferenceTaken(String what) implements StoreHoldOutcome {}

    /** A store is not told how much there is. */
    record InsufficientFunds() implements StoreHoldOutcome {}

    record Frozen() implements StoreHoldOutcome {}

    record Refused(ErrorCode code, String detail) implements StoreHoldOutcome {}

    /** @param limit what would have been the most */
    record Limited(String detail, Money limit) implements StoreHoldOutcome {}

    default Answer answer() {
        return switch (this) {
            case Made made ->
                Answer.created(made.hold(), "/api/store/v1/holds/" + made.hold().id());
            case Shown shown -> Answer.ok(shown.hold());
            case Missing missing -> Answer.nothingHere();
            case Conflict conflict ->
                new Answer.Refusal(
                        ErrorCode.STATE_CONFLICT,
                        "a hold that is " + conflict.status() + " cannot be " + conflict.verb(),
                        Map.of("state", conflict.status()));
            case ReferenceTaken taken ->
                Answer.refused(ErrorCode.REFERENCE_REUSED, taken.what() + " with other content has this reference");
            case InsufficientFunds few -> Answer.refused(ErrorCode.INSUFFICIENT_FUNDS, "the wallet has less than that");
            case Frozen frozen -> Answer.refused(ErrorCode.WALLET_FROZEN, "a frozen wallet promises and pays nothing");
            case Refused refused -> Answer.refused(refused.code(), refused.detail());
            case Limited limited ->
                new Answer.Refusal(ErrorCode.AMOUNT_ABOVE_MAXIMUM, limited.detail(), Map.of("limit", limited.limit()));
        };
    }
}
