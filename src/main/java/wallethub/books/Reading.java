package wallethub.books;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a feed, between two of its pages.
 *
 * @param since changes before it are not asked for; null asks for everything, which is a full compare
 * @param startedAt by our clock, before the first page was asked for
 * @param after where the next page begins, the ERP's own word; null for the first
 * @param highest the latest change among what was read; null while nothing was
 * @param pages read so far
 * @param items among them
 * @param fresh of those the ones that were put into the lane
 * @param finished whether there is no further page
 */
public record Reading(
        ErpFeed feed,
        @Nullable Instant since,
        Instant startedAt,
        @Nullable JsonNode after,
        @Nullable Instant highest,
        int pages,
        long items,
        long fresh,
        boolean finished) {

    static Reading begin(ErpFeed feed, @Nullable Instant since, Instant startedAt) {
        return new Reading(feed, since, startedAt, null, null, 0, 0, 0, false);
    }

    boolean isFull() {
        return since == null;
    }

    Reading with(FeedPage page, int freshOnes) {
        Instant latest = page.highest();
        boolean higher = latest != null && (highest == null || latest.isAfter(highest));
        return new Reading(
                feed,
                since,
                startedAt,
                page.next(),
                higher ? latest : highest,
                pages + 1,
                items + page.items().size(),
                fresh + freshOnes,
                page.next() == null);
    }
}
