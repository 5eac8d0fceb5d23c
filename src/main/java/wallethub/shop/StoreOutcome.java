package wallethub.shop;

import java.util.Locale;
import java.util.Map;
import wallethub.operation.Answer;
import wallethub.problem.ErrorCode;

/** What became of something that one person did with a store or its key. */
sealed interface StoreOutcome {

    /** As it was asked for, by this request or before. */
    record Stands(StoreView store) implements StoreOutcome {}

    record Issued(IssuedKey key) implements StoreOutcome {}

    record Unknown() implements StoreOutcome {}

    /** Somebody else asked for the key. */
    record NotTheHolder() implements StoreOutcome {}

    /** It was issued before, nobody fetched it in time, or it was revoked. */
    record NotToBeIssued(StoreKey.State state) implements StoreOutcome {}

    record Unlinked() implements StoreOutcome {}

    default Answer answer() {
        return switch (this) {
            case Stands stands ->
                Answer.versioned(
                        200, stands.store(), Integer.toString(stands.store().version()));
            case Issued issued -> Answer.ok(issued.key());
            case Unknown unknown -> Answer.nothingHere();
            case NotTheHolder other ->
                Answer.refused(ErrorCode.FORBIDDEN, "a key is shown to whoever asked for it, and to nobody else");
            case NotToBeIssued not ->
                new Answer.Refusal(
                        ErrorCode.STATE_CONFLICT,
                        "a key is shown once, within 72 hours",
                        Map.of("state", not.state().name().toLowerCase(Locale.ROOT)));
            case Unlinked unlinked -> new Answer.Document(204, null, Map.of());
        };
    }
}
