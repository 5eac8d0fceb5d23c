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
        REPLAY,
        DISCARD,
        ASSIGN,
        COMMENT
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
