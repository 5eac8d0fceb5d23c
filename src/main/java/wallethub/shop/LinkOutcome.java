package wallethub.shop;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import wallethub.operation.Answer;
import wallethub.problem.ErrorCode;

/** What became of a link. */
sealed interface LinkOutcome {

    /**
     * As the store sees it: nothing of ours but the currency of the wallet.
     *
     * @param added false when it was there already
     */
    record Linked(boolean added, String externalId, String currency, Instant consentedAt, Instant linkedAt)
            implements LinkOutcome {}

    /** As the document of the API has it. */
    record StoreCustomer(String externalId, String currency, Instant consentedAt, Instant linkedAt) {}

    /** Nobody has that number and that mobile: one answer, whichever of the two is wrong. */
    record Unknown() implements LinkOutcome {}

    /** The store's customer is another one of ours, or ours is another one of the store's. */
    record Bound() implements LinkOutcome {}

    record NotYet() implements LinkOutcome {}

    /** The store named too many who are none. */
    record TooManyWrong(Duration pause) implements LinkOutcome {}

    default Answer answer() {
        return switch (this) {
            case Linked linked ->
                new Answer.Document(
                        linked.added() ? 201 : 200,
                        new StoreCustomer(
                                linked.externalId(), linked.currency(), linked.consentedAt(), linked.linkedAt()),
                        Map.of());
            case Unknown unknown ->
                Answer.refused(ErrorCode.VALIDATION_FAILED, "no customer has that number and that mobile");
            case Bound bound ->
                Answer.refused(
                        ErrorCode.STATE_CONFLICT, "one of the two is linked to somebody else; the operator can unlink");
            case NotYet notYet -> Answer.refused(ErrorCode.VALIDATION_FAILED, "consentedAt has not come yet");
            case TooManyWrong wrong ->
                new Answer.Refusal(
                        ErrorCode.RATE_LIMITED,
                        "too many customers were named who are none",
                        Map.of("retryAfterSeconds", Math.max(1, wrong.pause().toSeconds())));
        };
    }
}
