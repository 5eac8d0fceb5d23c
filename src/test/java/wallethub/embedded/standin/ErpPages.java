package wallethub.embedded.standin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists by pages in the order of ids, as an ERP on a database gives them: ids and times of change are taken before the commit,
 * so that with {@link #commitLate} a row appears among those that were read before.
 */
final class ErpPages {

    private static final int LIMIT_MAX = 1_000;

    private final Clock clock;
    private final Map<String, Instant> hiddenUntil = new HashMap<>();
    private Duration late = Duration.ZERO;

    ErpPages(Clock clock) {
        this.clock = clock;
    }

    /** One row of a list. */
    record Row(String id, Instant changedAt, ObjectNode wire) {}

    synchronized void commitLate(Duration by) {
        late = by;
    }

    synchronized Duration late() {
        return late;
    }

    /** The document was created or changed, with the time of now. */
    synchronized void changed(String document) {
        if (!late.isZero()) {
            hiddenUntil.put(document, clock.instant().plus(late));
        }
    }

    /** Whether the transaction that made or last changed it has committed, as far as lists show. */
    synchronized boolean isShown(String document) {
        Instant until = hiddenUntil.get(document);
        if (until != null && !clock.instant().isBefore(until)) {
            hiddenUntil.remove(document);
            return true;
        }
        return until == null;
    }

    /** The page that the call asks for with {@code since}, {@code after} and {@code limit}, out of these rows. */
    Reply page(Call call, List<Row> rows) {
        Instant since = call.query().get("since").map(ErpPages::instant).orElse(Instant.MIN);
        String after = call.query().get("after").orElse("");
        int limit = limit(call.query().get("limit").orElse("100"));
        List<Row> found = rows.stream()
                .filter(row -> !row.changedAt().isBefore(since) && row.id().compareTo(after) > 0)
                .sorted(Comparator.comparing(Row::id))
                .limit(limit + 1L)
                .toList();
        ObjectNode page = StandInJson.object();
        ArrayNode items = page.putArray("items");
        found.stream().limit(limit).forEach(row -> items.add(row.wire()));
        page.put("next", found.size() > limit ? found.get(limit - 1).id() : null);
        return Reply.json(200, page);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new RefusedException(Reply.error(400, "BAD_REQUEST", "since is an instant"));
        }
    }

    private static int limit(String text) {
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > LIMIT_MAX) {
            throw new RefusedException(Reply.error(400, "BAD_REQUEST", "limit is 1 to " + LIMIT_MAX));
        }
        return Integer.parseInt(text);
    }
}
