package wallethub.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.testing.TestDatabase;

/** What lanes keep, and when it goes. */
class KeeperStoreTests {

    private final DataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final JdbcClient behind = JdbcClient.create(TestDatabase.behind(database));
    private final KeeperStore keeper = new KeeperStore(jdbc);

    @BeforeEach
    void aLane() {
        behind.sql("select lane_target_add('bird-lane')").query().listOfRows();
        behind.sql("update lane_shard set safe = 1000").update();
    }

    @Test
    void documentsGoAfterTheirTimeAndWhatIsNotSettledStaysWhole() {
        event(1, 31, true);
        event(2, 29, true);
        event(3, 31, false);
        event(4, 31, true);
        letter(4, "open", null);

        int erased = keeper.erase(0, Duration.ofDays(30), 500);

        assertThat(erased).isEqualTo(1);
        assertThat(ids("select id from lane_event where body = '' and headers is null"))
                .containsExactly(1L);
        assertThat(keeper.erase(0, Duration.ofDays(30), 500)).isZero();
    }

    @Test
    void rowsGoWithTheirHistoryAfterTheirTime() {
        event(1, 46, true);
        event(2, 44, true);
        event(3, 46, false);
        event(4, 46, true);
        letter(4, "open", null);
        behind.sql(
                        "insert into lane_attempt (target, event_id, outcome, message) select 1, id, 'retry', 'm' from lane_event")
                .update();

        assertThat(keeper.purge(0, Duration.ofDays(45), 500)).isEqualTo(1);

        assertThat(ids("select id from lane_event order by id")).containsExactly(2L, 3L, 4L);
        assertThat(ids("select event_id from lane_attempt order by 1")).containsExactly(2L, 3L, 4L);
    }

    @Test
    void deadLettersGoWithWhatWasSaidOfThemWhenTheyWereDecidedLongEnoughAgo() {
        for (long id = 1; id <= 5; id++) {
            event(id, 200, true);
        }
        letter(1, "healed", 91);
        letter(2, "discarded", 91);
        letter(3, "healed", 89);
        letter(4, "open", null);
        behind.sql("""
                        insert into lane_dead_letter_action (dead_letter_id, verb, actor, reason, detail, result)
                        select id, 'comment', 'staff:s', 'a word', 'more', 'commented now' from lane_dead_letter
                        """).update();

        assertThat(keeper.dropClosedDeadLetters(1)).as("a batch").isEqualTo(1);
        assertThat(keeper.dropClosedDeadLetters(500)).isEqualTo(1);
        assertThat(keeper.dropClosedDeadLetters(500)).isZero();

        assertThat(ids("select event_id from lane_dead_letter order by 1")).containsExactly(3L, 4L);
        assertThat(ids(
                        "select l.event_id from lane_dead_letter_action a left join lane_dead_letter l on l.id = a.dead_letter_id"
                                + " order by 1"))
                .containsExactly(3L, 4L);
    }

    @Test
    void whatWasSaidOfADeadLetterIsNeverChangedAndDoesNotGoBeforeIt() {
        event(1, 0, true);
        letter(1, "open", null);
        behind.sql("""
                        insert into lane_dead_letter_action (dead_letter_id, verb, actor, reason, detail, result)
                        select id, 'comment', 'staff:s', 'a word', 'more', 'commented now' from lane_dead_letter
                        """).update();

        for (String change : List.of(
                "update lane_dead_letter_action set reason = 'another word'",
                "update lane_dead_letter_action set detail = 'less'",
                "update lane_dead_letter_action set actor = 'staff:other', reason = ''",
                "update lane_dead_letter_action set result = ''",
                "delete from lane_dead_letter_action")) {
            for (JdbcClient one : List.of(jdbc, behind)) {
                assertThatThrownBy(() -> one.sql(change).update()).as(change).isInstanceOf(DataAccessException.class);
            }
        }
        assertThatThrownBy(() -> behind.sql("truncate lane_dead_letter_action").update())
                .isInstanceOf(DataAccessException.class);
        assertThat(behind.sql("select reason || detail from lane_dead_letter_action")
                        .query(String.class)
                        .list())
                .containsExactly("a wordmore");
    }

    private void event(long id, int days, boolean settled) {
        behind.sql("""
                        insert into lane_event (shard, id, targets, key, kind, idem, body, headers, at)
                        values (0, :id, 1, 'k' || :id, 'letter', 'i' || :id, 'body', '{}', now() - make_interval(days => :days))
                        """).param("id", id).param("days", days).update();
        if (settled) {
            behind.sql("""
                            insert into lane_done (target, shard, id, outcome, at)
                            values (1, 0, :id, 'S', now() - make_interval(days => :days))
                            """).param("id", id).param("days", days).update();
        }
    }

    private void letter(long event, String state, @org.jspecify.annotations.Nullable Integer closedDays) {
        behind.sql("""
                        insert into lane_dead_letter (target, shard, event_id, key, kind, idem, class, code, owner, runbook,
                            on_poison, state, event_at, closed_at, retention)
                        values (1, 0, :event, 'k', 'letter', 'i', 'fatal', 'C', 'o', 'r', 'skip', :state, now(),
                            now() - make_interval(days => cast(:days as int)), interval '90 days')
                        """)
                .param("event", event)
                .param("state", state)
                .param("days", closedDays)
                .update();
    }

    private List<Long> ids(String sql) {
        return behind.sql(sql).query(Long.class).list();
    }
}
