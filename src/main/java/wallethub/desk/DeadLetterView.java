package wallethub.desk;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import wallethub.lane.DeadLetter;
import wallethub.lane.DeadLetters;

/**
 * A dead letter as the staff see it: what stands in its documents is masked.
 *
 * @param money whether it carries money, so that two people bring it back
 * @param unknown whether its last attempt may have happened
 * @param body the document as it was stored; absent when it is erased, carried a secret, or is no JSON
 * @param document what was sent to the other system; as {@code body}
 * @param actions what people did with it, the latest first
 */
record DeadLetterView(
        long id,
        String lane,
        boolean money,
        String key,
        String kind,
        @Nullable String mapping,
        String reasonClass,
        boolean unknown,
        String code,
        @Nullable String message,
        String owner,
        String runbook,
        String state,
        @Nullable String assignee,
        Instant at,
        @Nullable JsonNode body,
        @Nullable JsonNode document,
        List<DeadLetters.Told> actions) {

    DeadLetterView {
        actions = List.copyOf(actions);
    }

    static DeadLetterView of(DeadLetter letter, List<DeadLetters.Told> actions) {
        return new DeadLetterView(
                letter.id(),
                letter.lane(),
                MoneyLanes.carry(letter.lane()),
                MaskedDocument.text(letter.key()),
                letter.kind(),
                letter.mapping(),
                letter.reasonClass(),
                letter.unknown(),
                letter.code(),
                letter.message() == null ? null : MaskedDocument.text(letter.message()),
                letter.owner(),
                letter.runbook(),
                letter.state(),
                letter.assignee(),
                letter.at(),
                MaskedDocument.of(letter.body()),
                MaskedDocument.of(letter.document()),
                actions);
    }
}
