package wallethub.desk;

import wallethub.operation.Answer;
import wallethub.problem.ErrorCode;

/** What became of a freeze or its end. */
sealed interface FreezeOutcome {

    /** As it was asked for, by this request or before. */
    record Stands(StaffWallet wallet) implements FreezeOutcome {}

    record Unknown() implements FreezeOutcome {}

    /** Whoever froze a wallet does not let it go. */
    record SamePerson() implements FreezeOutcome {}

    default Answer answer() {
        return switch (this) {
            case Stands stands -> Answer.ok(stands.wallet());
            case Unknown unknown -> Answer.nothingHere();
            case SamePerson same ->
                Answer.refused(ErrorCode.APPROVAL_SAME_PERSON, "another person than who froze the wallet unfreezes it");
        };
    }
}
