package wallethub.books;

import wallethub.id.TransferId;

/** What became of a refusal. */
sealed interface RefusalOutcome {

    /** A payment: given back, and its customer is told. */
    record TakenBack(TransferId reversal) implements RefusalOutcome {}

    /** A payment that was given back before. */
    record AlreadyTakenBack(TransferId reversal) implements RefusalOutcome {}

    /** No payment: the money stands, and finance has a task. */
    record Stands() implements RefusalOutcome {}

    /** Somebody replays the delivery right now; its end decides. */
    record Replaying() implements RefusalOutcome {}

    /** A replay since may have happened there: its dead letter waits for a person, whose verb decides. */
    record Undecided() implements RefusalOutcome {}

    /** The ERP has it by now. */
    record Overtaken() implements RefusalOutcome {}

    record UnknownTransfer() implements RefusalOutcome {}
}
