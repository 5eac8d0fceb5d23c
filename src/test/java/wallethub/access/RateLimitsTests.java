package wallethub.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.testing.AtOnce;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;

class RateLimitsTests {

    private static final RateLimit FIVE_AN_HOUR = RateLimit.of(
            "codes", new RateLimit.Window(5, Duration.ofHours(1)), new RateLimit.Window(7, Duration.ofDays(1)));

    private final HikariDataSource database = pool();
    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T08:00:00Z"));
    private final RateLimits limits = new RateLimits(database, clock);

    private static HikariDataSource pool() {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(TestDatabase.freshUrl());
        pool.setUsername("hub_app");
        pool.setMaximumPoolSize(16);
        pool.setConnectionTimeout(5_000);
        return pool;
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void letsThroughAsManyAsTheNarrowestWindowAllowsAndSaysWhenToComeAgain() {
        for (int left = 4; left >= 0; left--) {
            var taken = limits.take(FIVE_AN_HOUR, "one");
            assertThat(taken.allowed()).isTrue();
            assertThat(taken.remaining()).isEqualTo(left);
        }
        var refused = limits.take(FIVE_AN_HOUR, "one");
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(limits.take(FIVE_AN_HOUR, "another").allowed()).isTrue();
    }

    @Test
    void countsTheWiderWindowAcrossTheNarrowOnes() {
        takeAll(5);
        clock.advance(Duration.ofHours(1));
        takeAll(2);
        assertThat(limits.take(FIVE_AN_HOUR, "one").allowed()).isFalse();
        clock.advance(Duration.ofHours(22));
        assertThat(limits.take(FIVE_AN_HOUR, "one").allowed()).isFalse();
        clock.advance(Duration.ofHours(1));
        assertThat(limits.take(FIVE_AN_HOUR, "one").allowed()).isTrue();
    }

    private void takeAll(int count) {
        IntStream.range(0, count)
                .forEach(i ->
                        assertThat(limits.take(FIVE_AN_HOUR, "one").allowed()).isTrue());
    }

    @Test
    void isExactForAllInstancesTogether() {
        RateLimits other = new RateLimits(database, clock);
        List<Boolean> allowed = AtOnce.runOn(
                16,
                200,
                n -> (n % 2 == 0 ? limits : other).take(FIVE_AN_HOUR, "one").allowed());
        assertThat(allowed).filteredOn(one -> one).hasSize(5);
    }

    @Test
    void handsOutSeveralAtOnceOrNone() {
        assertThat(limits.take(FIVE_AN_HOUR, "one", 4).remaining()).isEqualTo(1);
        assertThat(limits.take(FIVE_AN_HOUR, "one", 2).allowed()).isFalse();
        assertThat(limits.take(FIVE_AN_HOUR, "one", 1).allowed()).isTrue();
    }

    @Test
    void forgetsBucketsThatAreFullAgain() {
        takeAll(3);
        assertThat(limits.purge(100)).isZero();
        // The library expires by the machine's clock.
        JdbcClient.create(database)
                .sql("update access_rate_bucket set expires_at = expires_at - 86400000 - 120000")
                .update();
        assertThat(limits.purge(100)).isEqualTo(1);
        assertThat(rows()).isZero();
    }

    @Test
    void isNeverTakenInsideATransaction() {
        var transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> limits.take(FIVE_AN_HOUR, "one")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(rows()).isZero();
    }

    @Test
    void saysSoWhenTheDatabaseIsAway() {
        database.close();
        assertThatThrownBy(() -> limits.take(FIVE_AN_HOUR, "one"))
                .isInstanceOf(DataAccessResourceFailureException.class);
    }

    private long rows() {
        return JdbcClient.create(database)
                .sql("select count(*) from access_rate_bucket")
                .query(Long.class)
                .single();
    }
}
