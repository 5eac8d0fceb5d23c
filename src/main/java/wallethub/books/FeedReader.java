package wallethub.books;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.crash.CrashPoint;
import wallethub.database.RowScope;
import wallethub.lane.Door;
import wallethub.lane.Letter;
import wallethub.mapping.Mapping;
import wallethub.mapping.Mappings;

/**
 * Reads the feeds of the ERP page by page; each item that is new or changed becomes a letter in {@code lane:erp-feed}.
 *
 * <p>At least once, in no particular order: each page is stored with its letters in one transaction, and the position moves
 * after the last of them. Whatever ends a reading in between makes the next one read the same again.
 */
@Component
public class FeedReader {

    static final String LANE = "erp-feed";
    private static final Logger log = LoggerFactory.getLogger(FeedReader.class);

    private final FeedStore store;
    private final Door door;
    private final Mappings mappings;
    private final FeedSettings settings;
    private final String system;
    private final TransactionTemplate transaction;
    private final Clock clock;

    FeedReader(
            FeedStore store,
            Door door,
            Mappings mappings,
            FeedSettings settings,
            @Value("${hub.erp.connector:rest}") String system,
            TransactionTemplate transaction,
            Clock clock) {
        this.store = store;
        this.door = door;
        this.mappings = mappings;
        this.settings = settings;
        this.system = system;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Begins where the last complete reading ended, less the overlap; or at the beginning of everything. */
    public Reading begin(ErpFeed feed, boolean full) {
        Instant startedAt = now();
        Instant through = inTransaction(() -> {
                    store.ensure(system, feed);
                    return store.readThrough(system, feed);
                })
                .orElse(null);
        Instant since = full || through == null ? null : through.minus(settings.overlap());
        return Reading.begin(feed, since, startedAt);
    }

    /** What the connector is asked for the next page. */
    public String request(Reading reading) {
        ObjectNode request = FeedPage.JSON.createObjectNode();
        request.put("since", reading.since() == null ? null : reading.since().toString());
        request.set("after", reading.after());
        request.put("limit", settings.page());
        return request.toString();
    }

    /**
     * Stores a page; with the last one the position moves.
     *
     * @throws FeedException when it is no page, or there are more than may be; nothing of it is stored then
     */
    public Reading store(Reading reading, byte[] answer) {
        FeedPage page = FeedPage.of(answer, settings.page());
        int fresh = inTransaction(() -> stored(reading, page.items()));
        Reading further = reading.with(page, fresh);
        if (further.finished()) {
            CrashPoint.AFTER_FEED_PAGE.reached();
            finish(further);
        } else if (further.pages() >= settings.pages()) {
            throw new FeedException("FEED_TOO_LONG", "a reading has more than " + settings.pages() + " pages");
        }
        return further;
    }

    private int stored(Reading reading, List<FeedPage.Item> items) {
        Map<String, Instant> known = store.known(system, reading.feed(), items);
        List<FeedPage.Item> fresh = items.stream()
                .filter(item -> isNewer(item.changedAt(), known.get(item.id())))
                .toList();
        for (FeedPage.Item item : fresh) {
            door.acceptInTransaction(letter(reading.feed(), item));
        }
        // What vanishes is found by a full reading only, so only that one has to say what it saw.
        store.seen(system, reading.feed(), reading.isFull() ? items : fresh, now());
        return fresh.size();
    }

    private static boolean isNewer(Instant told, @Nullable Instant known) {
        return known == null || told.isAfter(known);
    }

    private Letter letter(ErpFeed feed, FeedPage.Item item) {
        ObjectNode document = item.document().deepCopy().put("system", system);
        return new Letter(
                LANE,
                key(feed, item),
                system + "/" + feed.word() + "/" + item.id() + "/" + item.changedAt(),
                feed.mapping(),
                bytes(document),
                Map.of(),
                feed.word() + "-" + item.id(),
                null);
    }

    // One that has no key, as an entry of nobody, is in nobody's order.
    private String key(ErpFeed feed, FeedPage.Item item) {
        return mappings.active()
                .find(feed.mapping())
                .flatMap((Mapping mapping) -> mapping.orderingKey(item.document()))
                .filter(key -> !key.isBlank() && key.length() <= 200)
                .filter(key -> key.chars().noneMatch(Character::isISOControl))
                .orElse(item.id());
    }

    private static byte[] bytes(JsonNode document) {
        try {
            return FeedPage.JSON.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that was read can be written", e);
        }
    }

    /**
     * The position is the latest change that was read, less the time that the reading took: a row that changed while later
     * pages were read may lie on a page before them. Neither clock is compared with the other.
     */
    private void finish(Reading reading) {
        Instant highest = reading.highest();
        Duration took = Duration.between(reading.startedAt(), now());
        Instant through = highest == null ? null : highest.minus(took.isNegative() ? Duration.ZERO : took);
        Set<String> vanished = inTransaction(() -> {
            Set<String> gone = reading.isFull() ? store.vanished(system, reading, now()) : Set.<String>of();
            store.finish(system, reading, through);
            return gone;
        });
        vanished.forEach(id -> log.atError()
                .addKeyValue("feed", reading.feed().word())
                .addKeyValue("item", id)
                .log("the ERP no longer has what it told before"));
        if (reading.fresh() > 0) {
            log.atInfo()
                    .addKeyValue("feed", reading.feed().word())
                    .addKeyValue("fresh", reading.fresh())
                    .addKeyValue("items", reading.items())
                    .addKeyValue("full", reading.isFull())
                    .log("feed read");
        }
    }

    private <T> T inTransaction(Supplier<T> work) {
        return RowScope.system().call(() -> {
            T result = transaction.execute(status -> work.get());
            if (result == null) {
                throw new IllegalStateException("a transaction gave no result");
            }
            return result;
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
