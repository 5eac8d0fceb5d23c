package wallethub.books.camel;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;
import wallethub.books.ErpFeed;
import wallethub.books.FeedReader;
import wallethub.books.Reading;

/**
 * The step {@code process: {ref: erp-feed-begin}}: begins a reading of the feed in the property {@code feed}, of everything
 * where the property {@code full} says so, and leaves what is asked for its first page as the body.
 */
@Component("erp-feed-begin")
class FeedBeginStep implements Processor {

    /** The reading, between the steps. */
    static final String READING = "HubReading";

    private final FeedReader reader;

    FeedBeginStep(FeedReader reader) {
        this.reader = reader;
    }

    @Override
    public void process(Exchange exchange) {
        ErpFeed feed = ErpFeed.of(exchange.getProperty("feed", "", String.class));
        Reading reading = reader.begin(feed, exchange.getProperty("full", false, boolean.class));
        exchange.setProperty(READING, reading);
        exchange.setProperty("unfinished", true);
        // Nothing of the schedule goes out.
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(reader.request(reading));
    }
}
