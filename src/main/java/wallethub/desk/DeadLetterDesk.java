package wallethub.desk;

import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.approval.ApprovalAction;
import wallethub.approval.Approvals;
import wallethub.lane.DeadLetter;
import wallethub.lane.DeadLetters;
import wallethub.lane.DeadLetters.By;
import wallethub.lane.DeadLetters.Result;
import wallethub.operation.CallingHandler.Preparation;

/** Verbs on dead letters: what carries money is asked of finance, and what is done commits with its row in the audit. */
@Component
class DeadLetterDesk {

    private final DeadLetters letters;
    private final Approvals approvals;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    DeadLetterDesk(DeadLetters letters, Approvals approvals, AuditLog audit, TransactionTemplate transaction) {
        this.letters = letters;
        this.approvals = approvals;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** @param action that finance agrees to where the letter carries money */
    Preparation<DeadLetterVerb, DeadLetterOutcome> prepared(
            DeadLetterVerb verb, ApprovalAction<MoneyLetter> action, Caller caller) {
        Optional<DeadLetter> found = letters.find(verb.id());
        if (found.isEmpty()) {
            return new Preparation.Decided<>(new DeadLetterOutcome.Acted(verb.id(), new Result.NotFound()));
        }
        DeadLetter letter = found.get();
        // What is no longer open is not a matter for two: it says what it is.
        return MoneyLanes.carry(letter.lane()) && letter.state().equals("open")
                ? new Preparation.Decided<>(new DeadLetterOutcome.Asked(
                        approvals.request(action, new MoneyLetter(verb.id(), verb.detail()), verb.reason(), caller)))
                : new Preparation.Call<>(verb);
    }

    /** In a transaction of its own, or the caller's: what was refused leaves its row among the letter's actions too. */
    Result act(DeadLetterVerb verb) {
        return transaction.execute(status -> {
            Result result = done(verb);
            if (result instanceof Result.Done) {
                audit.record(new AuditEntry(
                        verb.caller(),
                        verb.kind().action(),
                        Long.toString(verb.id()),
                        null,
                        null,
                        verb.reason(),
                        verb.address()));
            }
            return result;
        });
    }

    private Result done(DeadLetterVerb verb) {
        By by = new By(verb.caller().subject(), verb.reason());
        return switch (verb.kind()) {
            case REPLAY -> letters.replay(verb.id(), by);
            case DISCARD -> letters.discard(verb.id(), verb.text(), by);
            case ASSIGN -> letters.assign(verb.id(), verb.text(), by);
            case COMMENT -> letters.comment(verb.id(), by);
        };
    }
}
