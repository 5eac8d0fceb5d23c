package wallethub.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wallethub.books.ErpFeed.ENTRIES;
import static wallethub.books.ErpFeed.INVOICES;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedReaderTests {

    private static final Instant CHANGE = Instant.parse("2026-02-28T09:00:00.123456Z");

    private final BooksFixture fixture = new BooksFixture(Map.of("hub.erp.feed.page", "3", "hub.erp.feed.pages", "4"));

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theFirstReadingAsksForEverything() {
        Reading reading = fixture.reader.begin(ENTRIES, false);

        assertThat(fixture.reader.request(reading)).isEqualTo("""
                {"since":null,"after":null,"limit":3}""");
    }

    @Test
    void theNextOneBeginsBehindTheLatestChangeByTheOverlap() {
        fixture.read(ENTRIES, false, page(null, item("1", 0), item("2", 30)));

        assertThat(fixture.reader.begin(ENTRIES, false).since()).isEqualTo(CHANGE.minusSeconds(30));
        assertThat(fixture.reader.begin(INVOICES, false).since()).isNull();
    }

    @Test
    void thePositionIsOfTheErpsClockHoweverFarOursIsOff() {
        fixture.clock.advance(Duration.ofDays(-3));
        fixture.read(ENTRIES, false, page(null, item("1", 0)));
        fixture.clock.advance(Duration.ofDays(9));

        assertThat(fixture.reader.begin(ENTRIES, false).since()).isEqualTo(CHANGE.minusSeconds(60));
    }

    @Test
    void aReadingThatTookLongBeginsTheNextOneEarlierByThat() {
        Reading reading = store(fixture.reader.begin(ENTRIES, false), page("\"2\"", item("1", 0), item("2", 5)));
        fixture.clock.advance(Duration.ofSeconds(40));
        store(reading, page(null, item("3", 30)));

        // A row before the second page may have changed while that was read.
        assertThat(fixture.reader.begin(ENTRIES, false).since()).isEqualTo(CHANGE.minusSeconds(70));
    }

    @Test
    void thePositionNeverGoesBack() {
        fixture.read(ENTRIES, false, page(null, item("1", 500)));
        fixture.read(ENTRIES, false, page(null, item("1", 0)));
        fixture.read(ENTRIES, false, page(null));

        assertThat(fixture.reader.begin(ENTRIES, false).since()).isEqualTo(CHANGE.plusSeconds(440));
    }

    @Test
    void pagesAreAskedForWithTheErpsOwnWord() {
        Reading reading = store(fixture.reader.begin(ENTRIES, false), page("4711", item("1", 0)));

        assertThat(reading.finished()).isFalse();
        assertThat(fixture.reader.request(reading)).contains("\"after\":4711");
    }

    @Test
    void eachItemIsPutIntoTheLaneOnce() {
        fixture.read(ENTRIES, false, page("1", item("1", 0), item("2", 1)), page(null, item("2", 1), item("3", 2)));
        Reading again = fixture.read(ENTRIES, false, page(null, item("2", 1), item("3", 2)));

        assertThat(again.fresh()).isZero();
        assertThat(fixture.letters()).containsExactly("1", "2", "3");
    }

    @Test
    void aChangeOfAnItemIsPutIntoTheLaneAgainAndAnOlderOneIsNot() {
        fixture.read(ENTRIES, false, page(null, item("1", 0)));
        fixture.read(ENTRIES, false, page(null, item("1", 7)));
        fixture.read(ENTRIES, false, page(null, item("1", 3)));

        assertThat(fixture.letters()).containsExactly("1", "1");
    }

    @Test
    void itemsOfOneIdInTwoFeedsAreTwo() {
        fixture.read(ENTRIES, false, page(null, item("1", 0)));
        fixture.read(INVOICES, false, page(null, item("1", 0)));

        assertThat(fixture.letters()).containsExactly("1", "1");
    }

    @Test
    void aRowThatBecomesVisibleLateWithinTheOverlapIsRead() {
        fixture.read(ENTRIES, false, page(null, item("2", 50)));

        Instant since = fixture.reader.begin(ENTRIES, false).since();

        // Its transaction took 50 seconds to commit: the ERP shows it now, with the time that it began at.
        assertThat(since).isBeforeOrEqualTo(CHANGE);
        fixture.read(ENTRIES, false, page(null, item("1", 0), item("2", 50)));
        assertThat(fixture.letters()).containsExactly("2", "1");
    }

    @Test
    void aCrashBetweenPageAndPositionReadsAgainAndStoresNothingTwice() {
        fixture.read(ENTRIES, false, page(null, item("1", 0)));
        Instant since = fixture.reader.begin(ENTRIES, false).since();
        store(fixture.reader.begin(ENTRIES, false), page("3", item("2", 100), item("3", 200)));
        // Here it ends: the last page never comes.

        Reading next = fixture.reader.begin(ENTRIES, false);

        assertThat(next.since()).isEqualTo(since);
        Reading again = store(next, page("3", item("2", 100), item("3", 200)));
        assertThat(again.fresh()).isZero();
        store(again, page(null, item("4", 300)));
        assertThat(fixture.letters()).containsExactly("1", "2", "3", "4");
        assertThat(fixture.reader.begin(ENTRIES, false).since()).isEqualTo(CHANGE.plusSeconds(240));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>it broke</html>",
                "{}",
                "{\"items\": {}}",
                "{\"items\": [{\"id\": \"2\"}]}",
                "{\"items\": [{\"id\": \"2\", \"changedAt\": \"yesterday\"}]}",
                "{\"items\": [{\"changedAt\": \"2026-02-28T09:00:00Z\"}]}",
                "{\"items\": [{\"id\": \"a b\", \"changedAt\": \"2026-02-28T09:00:00Z\"}]}",
                "{\"items\": [1]}",
                "{\"items\": [], \"next\": {}}",
                "{\"items\": [{}, {}, {}, {}]}"
            })
    void whatIsNoPageIsRefusedWholeAndNothingMoves(String answer) {
        fixture.read(ENTRIES, false, page(null, item("1", 0)));
        Instant since = fixture.reader.begin(ENTRIES, false).since();

        assertThatThrownBy(() -> store(fixture.reader.begin(ENTRIES, false), answer))
                .isInstanceOf(FeedException.class)
                .extracting(each -> ((FeedException) each).code())
                .isEqualTo("FEED_MALFORMED");

        assertThat(fixture.reader.begin(ENTRIES, false).since()).isEqualTo(since);
        assertThat(fixture.letters()).containsExactly("1");
    }

    @Test
    void aReadingOfMorePagesThanMayBeIsGivenUp() {
        Reading reading = fixture.reader.begin(ENTRIES, false);
        for (int i = 1; i <= 3; i++) {
            reading = store(reading, page("1", item("1", 0)));
        }
        Reading last = reading;

        assertThatThrownBy(() -> store(last, page("1", item("1", 0))))
                .isInstanceOf(FeedException.class)
                .extracting(each -> ((FeedException) each).code())
                .isEqualTo("FEED_TOO_LONG");

        assertThat(fixture.reader.begin(ENTRIES, false).since()).isNull();
    }

    @Test
    void aFullReadingFindsWhatCameLaterThanTheOverlap() {
        fixture.read(ENTRIES, false, page(null, item("2", 5000)));

        Reading full = fixture.reader.begin(ENTRIES, true);
        assertThat(full.since()).isNull();
        store(full, page(null, item("1", 0), item("2", 5000)));

        assertThat(fixture.letters()).containsExactly("2", "1");
        assertThat(fixture.reader.begin(ENTRIES, false).since()).isEqualTo(CHANGE.plusSeconds(4940));
        assertThat(fixture.findings()).isEmpty();
    }

    @Test
    void whatAFullReadingNoLongerHasIsAFindingOnce() {
        fixture.read(ENTRIES, false, page(null, item("1", 0), item("2", 1), item("3", 2)));
        fixture.clock.advance(Duration.ofMinutes(1));

        fixture.read(ENTRIES, true, page(null, item("1", 0), item("3", 2)));
        fixture.clock.advance(Duration.ofMinutes(1));
        fixture.read(ENTRIES, true, page(null, item("1", 0), item("3", 2)));

        assertThat(fixture.findings()).containsExactly("vanished 2");
        assertThat(fixture.letters()).containsExactly("1", "2", "3");
    }

    @Test
    void whatAPollDoesNotHaveHasNotVanishedAndNeitherWhatCameDuringTheFullReading() {
        fixture.read(ENTRIES, false, page(null, item("1", 0)));
        fixture.clock.advance(Duration.ofMinutes(1));
        Reading full = fixture.reader.begin(ENTRIES, true);
        fixture.clock.advance(Duration.ofSeconds(1));
        fixture.read(ENTRIES, false, page(null, item("2", 90)));
        store(full, page(null, item("1", 0)));

        assertThat(fixture.findings()).isEmpty();
    }

    @Test
    void aFeedThatIsLateDegradesTheHub() {
        assertThat(fixture.health.health().getStatus().getCode()).isEqualTo("UP");
        fixture.clock.advance(Duration.ofSeconds(121));
        fixture.read(ENTRIES, false, page(null));

        assertThat(fixture.health.health()).satisfies(health -> {
            assertThat(health.getStatus().getCode()).isEqualTo("DEGRADED");
            assertThat(health.getDetails()).containsEntry("entries", "0 s").containsEntry("invoices", "late: 121 s");
        });

        fixture.read(INVOICES, false, page(null));
        assertThat(fixture.health.health().getStatus().getCode()).isEqualTo("UP");
    }

    private Reading store(Reading reading, String page) {
        return fixture.reader.store(reading, page.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String item(String id, int seconds) {
        return """
                {"id": "%s", "customer": "C-1", "changedAt": "%s"}""".formatted(id, CHANGE.plusSeconds(seconds));
    }

    private static String page(@org.jspecify.annotations.Nullable String next, String... items) {
        return Arrays.stream(items).collect(Collectors.joining(",", "{\"items\": [", "], \"next\": " + next + "}"));
    }
}
