package wallethub.access;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Something in the audit that is not as it was chained or exported.
 *
 * @param stream the day's chain; for a row without a link the day that the row tells of
 * @param sequence null for a row without a link
 * @param auditId null where none is known
 */
public record AuditFinding(
        Kind kind,
        LocalDate stream,
        @Nullable Long sequence,
        @Nullable Long auditId) {

    public enum Kind {
        /** The link does not follow from the one before: something was put in, taken out or moved. */
        BROKEN_LINK,
        /** The row says something else than what was chained. */
        ROW_CHANGED,
        /** The link's row is gone. */
        ROW_MISSING,
        /** A row that neither is chained nor waits for it: put in past the hub. */
        ROW_INSERTED,
        /** Links between this one and the one before are gone. */
        LINK_MISSING,
        /** The end of the chain is gone: a signed head is further. */
        TAIL_MISSING,
        /** The chain says something else at this place than a signed head. */
        HEAD_DIFFERS,
        /** A head that none of our keys has signed. */
        HEAD_FORGED
    }
}
