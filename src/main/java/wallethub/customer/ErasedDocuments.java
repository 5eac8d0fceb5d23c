package wallethub.customer;

import java.util.List;
import wallethub.lane.DeliveryListener;
import wallethub.lane.LaneDocumentStore;
import wallethub.lane.Settlement;

/**
 * Empties what told of an erased customer as soon as it is settled, in the settle itself, so that nothing of a person who was
 * erased lies in a lane until its retention is over.
 */
final class ErasedDocuments implements DeliveryListener {

    private final String lane;
    private final LaneDocumentStore documents;
    private final ErasedCustomers erased;

    ErasedDocuments(String lane, LaneDocumentStore documents, ErasedCustomers erased) {
        this.lane = lane;
        this.documents = documents;
        this.erased = erased;
    }

    @Override
    public String lane() {
        return lane;
    }

    @Override
    public void settled(List<Settlement> settlements) {
        settlements.stream()
                .filter(settlement -> settlement.code().equals(ErasedCustomers.CODE))
                .forEach(settlement -> documents.forget(
                        settlement.deliveryId(), settlement.key(), erased.pseudonym(settlement.key())));
    }
}
