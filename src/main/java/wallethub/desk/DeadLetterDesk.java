package wallethub.desk;

import java.util.Locale;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.lane.DeadLetters;
import wallethub.lane.DeadLetters.By;
import wallethub.lane.DeadLetters.Result;

/** Verbs on dead letters with their row in the audit: both commit together. */
@Component
class DeadLetterDesk {

    private final DeadLetters letters;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    DeadLetterDesk(DeadLetters letters, AuditLog audit, TransactionTemplate transaction) {
        this.letters = letters;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** In a transaction of its own, or the caller's: what was refused leaves its row among the letter's actions too. */
    Result act(DeadLetterVerb verb) {
        return transaction.execute(status -> {
            Result result = done(verb);
            if (result instanceof Result.Done) {
                audit.record(new AuditEntry(
                        verb.caller(),
                        "dead-letter." + verb.kind().name().toLowerCase(Locale.ROOT),
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
