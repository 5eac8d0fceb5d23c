package wallethub.checkout;

import java.util.Map;
import wallethub.money.Money;
import wallethub.operation.Answer;
import wallethub.problem.ErrorCode;

/** What became of a store's wish about an order, and its answer; with all but the first two nothing has changed. */
sealed interface OrderOutcome {

    /** Something new: the order, a refund or a rescue of it. */
    record Made(StoreOrder order) implements OrderOutcome {}

    /** As it stands; also when the same was asked for before. */
    record Shown(StoreOrder order) implements OrderOutcome {}

    record Missing() implements OrderOutcome {}

    /** @param verb what an order of this status cannot be */
    record Conflict(String verb, String status) implements OrderOutcome {}

    /** @param what has the reference already, with other content */
    record ReferenceTaken(String what) implements OrderOutcome {}

    record Refused(ErrorCode code, String detail) implements OrderOutcome {

        /** What goes into a wallet, or out of it, needs somebody whose it is. */
        static Refused ofErased() {
            return new Refused(ErrorCode.STATE_CONFLICT, "the order's customer was erased, and has no wallet any more");
        }
    }

    /** @param limit what would have been the most */
    record Limited(ErrorCode code, String detail, Money limit) implements OrderOutcome {}

    default Answer answer() {
        return switch (this) {
            case Made made ->
                Answer.created(
                        made.order(), "/api/store/v1/orders/" + made.order().id());
            case Shown shown -> Answer.ok(shown.order());
            case Missing missing -> Answer.nothingHere();
            case Conflict conflict ->
                new Answer.Refusal(
                        ErrorCode.STATE_CONFLICT,
                        "an order that is " + conflict.status() + " cannot be " + conflict.verb(),
                        Map.of("state", conflict.status()));
            case ReferenceTaken taken ->
                Answer.refused(ErrorCode.REFERENCE_REUSED, taken.what() + " with other content has this reference");
            case Refused refused -> Answer.refused(refused.code(), refused.detail());
            case Limited limited ->
                new Answer.Refusal(limited.code(), limited.detail(), Map.of("limit", limited.limit()));
        };
    }
}
