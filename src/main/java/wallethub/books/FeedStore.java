package wallethub.books;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestamp;
import static wallethub.database.Timestamps.timestampOrNull;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The SQL of feeds: how far each was read, and which items it has told. */
@Repository
class FeedStore {

    private final JdbcClient jdbc;

    FeedStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void ensure(String system, ErpFeed feed) {
        jdbc.sql("insert into books_feed (system, feed) values (:system, :feed) on conflict do nothing")
                .param("system", system)
                .param("feed", feed.word())
                .update();
    }

    /** Empty before the first complete reading that found something. */
    Optional<Instant> readThrough(String system, ErpFeed feed) {
        return jdbc.sql("""
                        select read_through from books_feed
                        where system = :system and feed = :feed and read_through is not null
                        """)
                .param("system", system)
                .param("feed", feed.word())
                .query((row, n) -> instant(row, "read_through"))
                .optional();
    }

    /** When the reading began that was completed last, by our clock. */
    Optional<Instant> readAt(String system, ErpFeed feed) {
        return jdbc.sql("""
                        select read_at from books_feed where system = :system and feed = :feed and read_at is not null
                        """)
                .param("system", system)
                .param("feed", feed.word())
                .query((row, n) -> instant(row, "read_at"))
                .optional();
    }

    /** The change for which each of them was handed on last; without those that never were. */
    Map<String, Instant> known(String system, ErpFeed feed, List<FeedPage.Item> items) {
        Map<String, Instant> known = new HashMap<>();
        var unused = jdbc.sql("""
                        select item_id, changed_at from books_item
                        where system = :system and feed = :feed and item_id = any (:ids)
                        """)
                .param("system", system)
                .param("feed", feed.word())
                .param("ids", texts(items, FeedPage.Item::id))
                .query((row, n) -> known.put(row.getString("item_id"), instant(row, "changed_at")))
                .list();
        return known;
    }

    /** Sorted, so that a poll and a full reading never wait for each other. */
    void seen(String system, ErpFeed feed, List<FeedPage.Item> items, Instant at) {
        if (items.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        insert into books_item (system, feed, item_id, changed_at, seen_at)
                        select :system, :feed, u.id, u.changed_at, :at
                        from unnest(:ids, cast(:changedAt as timestamptz[])) u(id, changed_at)
                        order by u.id
                        on conflict (system, feed, item_id) do update set
                            changed_at = greatest(books_item.changed_at, excluded.changed_at),
                            seen_at = greatest(books_item.seen_at, excluded.seen_at), vanished_at = null
                        """)
                .param("system", system)
                .param("feed", feed.word())
                .param("ids", texts(items, FeedPage.Item::id))
                .param("changedAt", texts(items, item -> item.changedAt().toString()))
                .param("at", timestamp(at))
                .update();
    }

    /** What was told before the reading and not by it becomes a finding, once; their ids. */
    Set<String> vanished(String system, Reading reading, Instant at) {
        return new HashSet<>(jdbc.sql("""
                        with gone as (
                            update books_item set vanished_at = :at
                            where system = :system and feed = :feed and seen_at < :startedAt and vanished_at is null
                            returning item_id, changed_at),
                        found as (
                            insert into books_finding (system, feed, item_id, cause, changed_at, known, told, found_at)
                            select :system, :feed, g.item_id, 'vanished', g.changed_at,
                                coalesce(e.number || ' ' || e.amount_minor || ' ' || e.currency, ''), '', :at
                            from gone g
                                left join books_entry e on :feed = 'entries' and e.system = :system and e.line_id = g.item_id
                            on conflict do nothing)
                        select item_id from gone
                        """)
                .param("system", system)
                .param("feed", reading.feed().word())
                .param("startedAt", timestamp(reading.startedAt()))
                .param("at", timestamp(at))
                .query(String.class)
                .list());
    }

    /** Never back: a poll and a full reading may end in any order. */
    void finish(String system, Reading reading, @Nullable Instant through) {
        jdbc.sql("""
                        update books_feed set
                            read_through = greatest(read_through, cast(:through as timestamptz)),
                            read_at = greatest(read_at, :startedAt),
                            full_compared_at = case when :full then greatest(full_compared_at, :startedAt)
                                else full_compared_at end
                        where system = :system and feed = :feed
                        """)
                .param("through", timestampOrNull(through))
                .param("startedAt", timestamp(reading.startedAt()))
                .param("full", reading.isFull())
                .param("system", system)
                .param("feed", reading.feed().word())
                .update();
    }

    private static String[] texts(List<FeedPage.Item> items, Function<FeedPage.Item, String> text) {
        return items.stream().map(text).toArray(String[]::new);
    }
}
