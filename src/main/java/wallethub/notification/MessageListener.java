package wallethub.notification;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;
import wallethub.lane.DeliveryListener;
import wallethub.lane.Settlement;

/**
 * Notes what became of each message to a customer, in the settle that says so. Codes to log in with are not among them: whoever
 * asks for one may be nobody's customer.
 */
@Component
class MessageListener implements DeliveryListener {

    private static final String CHANNEL = "sms";
    private static final JsonMapper JSON = new JsonMapper();

    private final MessageStore store;

    MessageListener(MessageStore store) {
        this.store = store;
    }

    @Override
    public String lane() {
        return "messages";
    }

    @Override
    public void settled(List<Settlement> settlements) {
        settlements.forEach(settlement -> customer(settlement)
                .ifPresent(customer -> store.keep(settlement.deliveryId(), customer, message(settlement))));
    }

    private static Optional<CustomerId> customer(Settlement settlement) {
        try {
            String id = JSON.readTree(settlement.body()).path("customerId").asText();
            return CustomerId.isValid(id) ? Optional.of(new CustomerId(id)) : Optional.empty();
        } catch (IOException e) {
            // No event of ours; its delivery has ended with the code for that.
            return Optional.empty();
        }
    }

    private static Message message(Settlement settlement) {
        String state = switch (settlement.outcome()) {
            case SUCCESS -> "sent";
            case DISCARD -> "not_sent";
            case FATAL, RETRY, UNKNOWN, OUTAGE, HOLD -> "failed";
        };
        return new Message(
                settlement.eventType(),
                CHANNEL,
                state,
                settlement.code(),
                settlement.settledAt().truncatedTo(ChronoUnit.MICROS));
    }
}
