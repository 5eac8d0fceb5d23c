package wallethub.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import wallethub.lane.DeadLetters.By;
import wallethub.lane.DeadLetters.Filter;
import wallethub.lane.DeadLetters.Refusal;
import wallethub.lane.DeadLetters.Result;
import wallethub.mapping.Outcome;

class DeadLettersTests {

    private static final By BY = new By("u-1", "fixed in the ERP");
    private static final Filter ALL = new Filter("erp", null, null, null);

    private final TestMapping entry = TestMapping.of("erp.entry", "erp", "x.happened");
    private final TestMappings mappings = new TestMappings(entry);
    private final LaneFixture lane = new LaneFixture(mappings);
    private final FakeTarget target = new FakeTarget();
    private final DeadLetters letters = new DeadLetters(
            new DeadLetterStore(lane.jdbc),
            lane.wakeUps,
            LaneTestKit.of(lane.parts.listeners()),
            new DataSourceTransactionManager(lane.source),
            Clock.systemUTC());

    @AfterEach
    void close() {
        lane.close();
    }

    @Test
    void aReplayGoesToTheHeadOfItsKeyWithTheSameBytes() {
        long id = killed("w1", "e1");
        lane.enqueue("w1", "e2", 2, "erp");
        mappings.replace(entry.version(2));
        target.answer = a -> Outcome.SUCCESS;
        assertThat(letters.replay(id, BY)).isInstanceOf(Result.Done.class);
        awaitSettled(2);
        assertThat(target.succeeded("w1")).containsExactly(1, 2);
        assertThat(text(target.calls.get(1).bytes())).isEqualTo("{\"mapped\":1}");
        assertThat(lane.text("select state from lane_dead_letter")).isEqualTo("healed");
        assertThat(lane.text("select verb || actor || reason || result from lane_dead_letter_action"))
                .isEqualTo("replayu-1fixed in the ERPreplaying now");
    }

    @Test
    void aReplayOfAHealedDeliverySaysSoAndDoesNothing() {
        long id = killed("w1", "e1");
        target.answer = a -> Outcome.SUCCESS;
        letters.replay(id, BY);
        awaitSettled(1);
        int calls = target.calls.size();
        assertThat(letters.replay(id, BY)).isInstanceOf(Result.AlreadyHealed.class);
        assertThat(lane.count("select count(*) from lane_hold")).isZero();
        assertThat(target.calls).hasSize(calls);
        assertThat(lane.count("select count(*) from lane_dead_letter_action")).isEqualTo(2);
    }

    @Test
    void aReplayIsRefusedOnceALaterDeliveryOfTheKeySucceededUnlessForced() {
        mappings.replace(entry.skipping());
        long id = killed("w1", "e1");
        target.answer = a -> Outcome.SUCCESS;
        lane.enqueue("w1", "e2", 2, "erp");
        awaitSettled(2);
        assertThat(letters.replay(id, BY)).isEqualTo(new Result.Refused(Refusal.OVERTAKEN));
        assertThat(target.succeeded("w1")).containsExactly(2);
        assertThat(letters.replayForced(id, BY)).isInstanceOf(Result.Done.class);
        await().until(() -> target.succeeded("w1").size() == 2);
        await().until(() -> lane.count("select count(*) from lane_done where outcome = 'S'") == 2);
    }

    @Test
    void aRemapUsesTheMappingInForceButNeverWhileTheOutcomeIsUnknown() {
        long id = killed("w1", "e1");
        mappings.replace(entry.version(2));
        target.answer = a -> Outcome.SUCCESS;
        assertThat(letters.remap(id, BY)).isInstanceOf(Result.Done.class);
        awaitSettled(1);
        assertThat(text(target.calls.getLast().bytes())).isEqualTo("{\"mapped\":2}");
        target.answer = a -> Outcome.UNKNOWN;
        lane.enqueue("w2", "u1", 1, "erp");
        await().until(() -> lane.count("select count(*) from lane_dead_letter where class = 'unknown'") == 1);
        long unknown = lane.count("select id from lane_dead_letter where class = 'unknown'");
        assertThat(letters.remap(unknown, BY)).isEqualTo(new Result.Refused(Refusal.OUTCOME_UNKNOWN));
        assertThat(lane.text("select state from lane_dead_letter where class = 'unknown'"))
                .isEqualTo("open");
    }

    @Test
    void anEditThatTouchesMoneyNeedsASecondPerson() {
        long id = killed("w1", "e1");
        byte[] edited = "{\"mapped\":7}".getBytes(StandardCharsets.UTF_8);
        assertThat(letters.replayEdited(id, edited, BY)).isEqualTo(new Result.Refused(Refusal.SECOND_PERSON_NEEDED));
        assertThat(letters.replayEdited(id, edited, BY, "u-1")).isEqualTo(new Result.Refused(Refusal.SAME_PERSON));
        assertThat(letters.replayEdited(id, "x".getBytes(StandardCharsets.UTF_8), BY, "u-2"))
                .isEqualTo(new Result.Refused(Refusal.NOT_JSON));
        assertThat(lane.text("select state from lane_dead_letter")).isEqualTo("open");
        target.answer = a -> Outcome.SUCCESS;
        assertThat(letters.replayEdited(id, edited, BY, "u-2")).isInstanceOf(Result.Done.class);
        awaitSettled(1);
        assertThat(text(target.calls.getLast().bytes())).isEqualTo("{\"mapped\":7}");
        assertThat(lane.text("select detail from lane_dead_letter_action where second_actor = 'u-2'"))
                .contains(".mapped", "\"1\"", "\"7\"");
    }

    @Test
    void aDiscardedDeliverySettlesAndItsKeyGoesOn() {
        long id = killed("w1", "e1");
        lane.enqueue("w1", "e2", 2, "erp");
        target.answer = a -> Outcome.SUCCESS;
        assertThat(letters.discard(id, "BOOKED_BY_HAND", BY)).isInstanceOf(Result.Done.class);
        awaitSettled(2);
        assertThat(target.succeeded("w1")).containsExactly(2);
        assertThat(lane.told).extracting(Settlement::outcome).contains(Outcome.DISCARD);
        assertThat(letters.replay(id, BY)).isEqualTo(new Result.Refused(Refusal.DISCARDED));
    }

    @Test
    void replayByFilterCountsFirstAndStopsWhenTheyKeepDying() {
        for (int n = 1; n <= 6; n++) {
            lane.enqueue("w" + n, "e" + n, n, "erp");
        }
        target.answer = a -> Outcome.FATAL;
        lane.start("erp", target);
        await().until(() -> letters.count(ALL) == 6);
        assertThat(letters.count(new Filter("erp", "OTHER", null, null))).isZero();
        DeadLetters.ReplayReport stopped = letters.replayAll(ALL, BY, 5, 2);
        assertThat(stopped.stopped()).isTrue();
        assertThat(stopped.replayed()).isBetween(2, 5);
        await().until(() -> letters.count(ALL) == 6);
        target.answer = a -> Outcome.SUCCESS;
        assertThat(letters.replayAll(ALL, BY, 100, 2)).isEqualTo(new DeadLetters.ReplayReport(6, 0, false));
        awaitSettled(6);
        assertThat(letters.count(ALL)).isZero();
    }

    @Test
    void assigningAndCommentingLeaveTheirTrace() {
        long id = killed("w1", "e1");
        letters.assign(id, "u-9", BY);
        letters.comment(id, new By("u-9", "asked the ERP team"));
        assertThat(letters.find(id))
                .hasValueSatisfying(letter -> assertThat(letter.assignee()).isEqualTo("u-9"));
        assertThat(lane.count("select count(*) from lane_dead_letter_action")).isEqualTo(2);
        assertThat(letters.comment(999, BY)).isInstanceOf(Result.NotFound.class);
    }

    /** A dead letter of a delivery that the target refused for good. */
    private long killed(String key, String idem) {
        target.answer = a -> Outcome.FATAL;
        lane.enqueue(key, idem, 1, "erp");
        lane.start("erp", target);
        await().until(() -> letters.count(ALL) == 1);
        return lane.count("select max(id) from lane_dead_letter");
    }

    private void awaitSettled(int count) {
        await().until(() -> lane.count("select count(*) from lane_done") == count);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
