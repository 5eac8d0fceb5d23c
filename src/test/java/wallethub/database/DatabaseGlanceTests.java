package wallethub.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import wallethub.testing.TestClock;

class DatabaseGlanceTests {

    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final DatabaseGlance database = new DatabaseGlance(clock);
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void whatAnswersIsAskedEachTime() {
        assertThat(database.ask(asked::incrementAndGet)).contains(1);
        assertThat(database.ask(asked::incrementAndGet)).contains(2);
    }

    @Test
    void whatDoesNotAnswerIsNotAskedAgainForAWhile() {
        assertThat(database.ask(this::silence)).isEmpty();
        assertThat(database.ask(this::silence)).isEmpty();
        assertThat(asked).hasValue(1);
        clock.advance(DatabaseGlance.PAUSE);
        assertThat(database.ask(asked::incrementAndGet)).contains(2);
    }

    @Test
    void aMistakeOfTheQuestionIsNoSilence() {
        assertThatThrownBy(() -> database.ask(() -> {
                    throw new IllegalStateException("wrong");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(database.ask(asked::incrementAndGet)).contains(1);
    }

    private Integer silence() {
        asked.incrementAndGet();
        throw new DataAccessResourceFailureException("no connection");
    }
}
