package wallethub.books.camel;

import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;
import wallethub.books.FeedException;
import wallethub.books.FeedReader;
import wallethub.books.Reading;

/**
 * The step {@code process: {ref: erp-feed-page}}: stores the page that the connector answered, and leaves what is asked for
 * the next one as the body; the property {@code unfinished} says whether there is one.
 */
@Component("erp-feed-page")
class FeedPageStep implements Processor {

    private static final int OK = 200;

    private final FeedReader reader;

    FeedPageStep(FeedReader reader) {
        this.reader = reader;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, OK, int.class);
        if (status != OK) {
            throw new FeedException("HTTP_" + status, "the ERP refused to be read");
        }
        Reading reading = Objects.requireNonNull(
                exchange.getProperty(FeedBeginStep.READING, Reading.class), "the reading that erp-feed-begin began");
        byte[] answer = Objects.requireNonNullElse(message.getBody(byte[].class), new byte[0]);
        Reading further = reader.store(reading, answer);
        exchange.setProperty(FeedBeginStep.READING, further);
        exchange.setProperty("unfinished", !further.finished());
        message.removeHeaders("*");
        message.setBody(reader.request(further));
    }
}
