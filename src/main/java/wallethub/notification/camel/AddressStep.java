package wallethub.notification.camel;

import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;
import wallethub.lane.HubHeaders;
import wallethub.mapping.Outcome;
import wallethub.notification.Addressed;
import wallethub.notification.Addressing;

/**
 * The step {@code process: {ref: message-address}}, after {@code mapping}: the message in all its languages becomes one text
 * to one number. Where there is nobody to send it to, the delivery is discarded and the route ends.
 */
@Component("message-address")
class AddressStep implements Processor {

    private final Addressing addressing;

    AddressStep(Addressing addressing) {
        this.addressing = addressing;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] mapped = Objects.requireNonNull(message.getBody(byte[].class), "a mapped message");
        switch (addressing.address(mapped)) {
            case Addressed.Ready ready -> message.setBody(ready.document());
            case Addressed.Nobody nobody -> {
                message.setHeader(HubHeaders.OUTCOME, Outcome.DISCARD.name());
                message.setHeader(HubHeaders.OUTCOME_CODE, nobody.code());
                exchange.setRouteStop(true);
            }
        }
    }
}
