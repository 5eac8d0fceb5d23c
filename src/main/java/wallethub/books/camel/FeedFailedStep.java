package wallethub.books.camel;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.books.FeedException;

/**
 * The step {@code process: {ref: erp-feed-failed}}, where a reading ended before its last page: says so once. The next one
 * begins at the same position; that the feed grows old is what an operator is woken by.
 */
@Component("erp-feed-failed")
class FeedFailedStep implements Processor {

    private static final int DEPTH_MAX = 20;
    private static final Logger log = LoggerFactory.getLogger(FeedFailedStep.class);

    @Override
    public void process(Exchange exchange) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        log.atWarn()
                .addKeyValue("feed", exchange.getProperty("feed", String.class))
                .addKeyValue("code", cause == null ? "UNKNOWN" : code(cause))
                .log("feed not read to its end");
    }

    /** Ours, or the kind of what lies below all wrapping: its text may hold what the ERP sent. */
    private static String code(Throwable cause) {
        Throwable root = cause;
        for (int depth = 0; depth < DEPTH_MAX && root.getCause() != null; depth++) {
            root = root.getCause();
        }
        return root instanceof FeedException refused
                ? refused.code()
                : root.getClass().getSimpleName();
    }
}
