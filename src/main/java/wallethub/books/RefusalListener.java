package wallethub.books;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.id.TransferId;
import wallethub.lane.DeliveryListener;
import wallethub.lane.Door;
import wallethub.lane.Letter;
import wallethub.lane.Settlement;

/**
 * Puts each transfer that the ERP refused for good into the lane of refusals, inside the settle that says so. At least once:
 * whoever handles it asks first what became of the transfer.
 *
 * <p>The key is the transfer. No other transaction has it, so that a settle of several wallets waits for nobody; and it is
 * taken after the wallets, which the ledger's own listener locks before.
 */
@Component
class RefusalListener implements DeliveryListener {

    static final String LANE = "refusals";
    static final String MAPPING = "hub.refusal";
    private static final Logger log = LoggerFactory.getLogger(RefusalListener.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final Door door;

    RefusalListener(Door door) {
        this.door = door;
    }

    @Override
    public String lane() {
        return "erp";
    }

    @Override
    public void settled(List<Settlement> settlements) {
        for (Settlement settlement : settlements) {
            if (isRefusal(settlement)) {
                transferId(settlement).ifPresent(transfer -> store(letter(settlement, transfer)));
            }
        }
    }

    private static boolean isRefusal(Settlement settlement) {
        boolean ended = switch (settlement.outcome()) {
            case FATAL, DISCARD -> settlement.forGood();
            case SUCCESS, RETRY, UNKNOWN, OUTAGE, HOLD -> false;
        };
        // A payment that was given back closes its own dead letter.
        return ended && !settlement.code().equals(RefusalHandler.TAKEN_BACK);
    }

    // Documents of other kinds, such as a customer's, move no money; what is no JSON the ledger has complained of
    // already.
    private static Optional<TransferId> transferId(Settlement settlement) {
        try {
            String text = JSON.readTree(settlement.body()).path("transferId").asText();
            return Optional.of(text).filter(TransferId::isValid).map(TransferId::new);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Letter letter(Settlement settlement, TransferId transfer) {
        RefusedTransfer refused = new RefusedTransfer(
                transfer, settlement.deliveryId(), settlement.code(), settlement.message(), settlement.settledAt());
        return new Letter(
                LANE,
                transfer.text(),
                // A replay may be refused again, and that is another refusal.
                transfer + "/" + settlement.deliveryId() + "/" + settlement.settledAt(),
                MAPPING,
                bytes(refused),
                Map.of(),
                transfer.text(),
                null);
    }

    private void store(Letter letter) {
        if (door.acceptInTransaction(letter) == Door.Acceptance.DISABLED) {
            // Thrown, it would stop the settle for ever. Reconciliation shows what is left.
            log.atError()
                    .addKeyValue("transferId", letter.key())
                    .log("a refusal takes no way back: its mapping is off");
        }
    }

    private static byte[] bytes(RefusedTransfer refused) {
        try {
            return JSON.writeValueAsString(refused.document()).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts have a JSON form", e);
        }
    }
}
