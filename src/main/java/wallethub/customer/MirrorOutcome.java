package wallethub.customer;

import java.util.Currency;
import java.util.Optional;
import wallethub.event.CustomerMirrored;
import wallethub.id.CustomerId;

/** What became of the CRM's word on a customer; only the first three changed anything. */
sealed interface MirrorOutcome {

    /** New or changed; the event tells the others. */
    record Mirrored(CustomerMirrored event) implements MirrorOutcome {}

    /** A newer version that says the same. */
    record Unchanged(CustomerId customer) implements MirrorOutcome {}

    /**
     * From now on its payments follow the survivor; its money is moved by an approved transfer.
     *
     * @param customer empty for one who was never mirrored
     */
    record Merged(Optional<Customer> customer, Customer survivor) implements MirrorOutcome {}

    /** The same version as before, or an older one. */
    record OldVersion(long known) implements MirrorOutcome {}

    /** It was merged into another before; that stands. */
    record MergedBefore() implements MirrorOutcome {}

    /** It was erased; nothing brings it back. */
    record ErasedBefore() implements MirrorOutcome {}

    /** A wallet keeps its currency for ever; a person decides. */
    record CurrencyChanged(Currency wallet, Currency wanted) implements MirrorOutcome {}

    /** The survivor has not arrived yet. */
    record SurvivorUnknown() implements MirrorOutcome {}

    /** Merged into itself, directly or by way of others. */
    record MergedInCircle() implements MirrorOutcome {}
}
