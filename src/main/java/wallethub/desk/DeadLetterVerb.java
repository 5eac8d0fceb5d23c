package wallethub.desk;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import wallethub.access.Caller;
import wallethub.id.StaffId;

/**
 * What somebody does with a dead letter.
 *
 * @param detail the reason code of a discard, the new assignee; null for what needs none
 */
record DeadLetterVerb(
        long id,
        Kind kind,
        StaffId staff,
        String reason,
        @Nullable String detail,
        @Nullable String address) {

    enum Kind {
        REPLAY("dead-letter.replayed"),
        DISCARD("dead-letter.discarded"),
        ASSIGN("dead-letter.assigned"),
        COMMENT("dead-letter.commented");

        private final String action;

        Kind(String action) {
            this.action = action;
        }

        /** What the audit calls it. */
        String action() {
            return action;
        }
    }

    static DeadLetterVerb of(long id, Kind kind, String reason, @Nullable String detail, Caller caller) {
        return new DeadLetterVerb(id, kind, caller.staff(), reason, detail, caller.address());
    }

    /** Whoever does it, for the audit; what he may do was asked before. */
    Caller caller() {
        return Caller.staff(staff, null, Set.of(), address);
    }

    String text() {
        return detail == null ? "" : detail;
    }
}
