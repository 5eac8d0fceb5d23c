package wallethub.certify;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import wallethub.certify.Expected.Refusal;

/** The system behind a connector, as certification looks at it: past the connector, by means of its own. */
interface ErpSide extends AutoCloseable {

    /** A document about a customer's money. */
    record Booked(String reference, BigDecimal amount, boolean posted, String number) {}

    /** Name and, where it has one, version. */
    String system();

    URI url();

    /** What the hub needs in its environment to use it through the proxy. */
    Map<String, String> environment(URI proxy);

    /** How long the connector waits for one answer. */
    Duration patience();

    /** Whether the request is the one that creates the entry whose text has these words. */
    boolean createsEntry(Passage passage, String words);

    boolean createsCustomer(Passage passage, String externalId);

    /** Whether the request says whose it is, in its path or its body. */
    default boolean mentions(Passage passage, String words) {
        return passage.target().contains(words) || passage.body().contains(words);
    }

    /** Whether the request asks for a change. */
    boolean writes(Passage passage);

    /** How many documents of any kind have the reference. */
    int documents(String reference);

    /** How many of them are not finished. */
    int drafts(String reference);

    /** Entries of the customer, drafts too, in the order in which they were posted. */
    List<Booked> booked(String externalId);

    /** How many customers have this id. */
    int customers(String externalId);

    /** What it may answer to a new entry instead of doing it, and what the mapping makes of it. */
    List<Refusal> entryRefusals();

    List<Refusal> customerRefusals();

    /** What a customer's delivery comes to whose answer cannot be read. */
    Expected malformedCustomer();

    /** Whether entries of several wallets may go in one request. */
    boolean takesBatches();

    /** How many rows it can bear at once, answering each in its time. */
    int rowsAtOnce();

    /** Whether a second create of one reference on the wire is refused by the system itself. */
    boolean refusesSecondCreate();

    /** The next entry whose text has these words is created as a draft, and then the line breaks. */
    void halfFinish(FaultProxy proxy, String words);

    /** Whether it wants a login. */
    boolean hasSessions();

    /** Ends all sessions that there are. */
    void endSessions();

    @Override
    void close();
}
