package wallethub.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import wallethub.id.TransferId;
import wallethub.lane.DeliveryListener;
import wallethub.lane.Settlement;

/**
 * Keeps what the ERP said of each transfer: confirmed with its number, or refused for good. Runs inside the settle of
 * lane {@code erp}, so that the wallet's three sums move when the delivery does. Said again it changes nothing; a later
 * success overtakes a refusal, and nothing overtakes a success.
 */
@Component
// First: it locks the wallets, and whatever others lock comes after them.
@Order(0)
class PostingListener implements DeliveryListener {

    private static final Logger log = LoggerFactory.getLogger(PostingListener.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final PostingStore store;

    PostingListener(PostingStore store) {
        this.store = store;
    }

    @Override
    public String lane() {
        return "erp";
    }

    @Override
    public void settled(List<Settlement> settlements) {
        List<Posting> postings =
                settlements.stream().flatMap(PostingListener::posting).toList();
        if (!postings.isEmpty()) {
            store.settle(postings);
        }
    }

    // Documents of other kinds, such as a customer's, move no money.
    private static Stream<Posting> posting(Settlement settlement) {
        return state(settlement)
                .flatMap(state -> transferId(settlement)
                        .map(transfer -> new Posting(transfer, state, number(settlement), settlement.settledAt())))
                .stream();
    }

    private static Optional<Posting.State> state(Settlement settlement) {
        return switch (settlement.outcome()) {
            case SUCCESS -> Optional.of(Posting.State.CONFIRMED);
            // Whoever discards the delivery of a transfer decides that the ERP never gets it.
            case FATAL, DISCARD -> Optional.of(Posting.State.REFUSED);
            case RETRY, UNKNOWN, OUTAGE, HOLD -> Optional.empty();
        };
    }

    private static Optional<TransferId> transferId(Settlement settlement) {
        try {
            JsonNode text = JSON.readTree(settlement.body()).path("transferId");
            return Optional.of(text.asText()).filter(TransferId::isValid).map(TransferId::new);
        } catch (IOException e) {
            // Thrown on, it would stop the settle of every delivery beside it, for ever.
            log.atError()
                    .addKeyValue("lane", settlement.lane())
                    .addKeyValue("delivery", settlement.deliveryId())
                    .log("a settled document is not JSON; no posting state was kept for it");
            return Optional.empty();
        }
    }

    private static String number(Settlement settlement) {
        if (settlement.foreignNumber() != null) {
            return settlement.foreignNumber();
        }
        return settlement.foreignId() == null ? "" : settlement.foreignId();
    }
}
