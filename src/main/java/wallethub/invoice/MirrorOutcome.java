package wallethub.invoice;

import java.time.Instant;
import wallethub.id.InvoiceId;

/** What became of the ERP's word on an invoice; only the first one changed anything. */
sealed interface MirrorOutcome {

    /** New, or newer than what was known. */
    record Mirrored(InvoiceId invoice) implements MirrorOutcome {}

    /** The same word again, or an older one. */
    record OldVersion(Instant known) implements MirrorOutcome {}

    /** Its customer was erased; the ERP has not done so. */
    record CustomerErased() implements MirrorOutcome {}

    /** Its customer has not arrived from the CRM yet. */
    record CustomerUnknown() implements MirrorOutcome {}
}
