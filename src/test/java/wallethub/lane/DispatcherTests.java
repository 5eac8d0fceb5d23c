package wallethub.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import wallethub.lane.DeliveryRunner.Found;
import wallethub.lane.FakeTarget.Call;
import wallethub.mapping.Mapping.Limits;
import wallethub.mapping.Outcome;

class DispatcherTests {

    private final TestMapping entry = TestMapping.of("erp.entry", "erp", "x.happened");
    private final TestMappings mappings = new TestMappings(entry);
    private final LaneFixture lane = new LaneFixture(mappings);
    private final FakeTarget target = new FakeTarget();

    @AfterEach
    void close() {
        lane.close();
    }

    @Test
    void deliversInOrderPerKeyAndTellsTheListenersOnce() {
        for (int n = 1; n <= 40; n++) {
            lane.enqueue("w" + n % 4, "e" + n, n, "erp");
        }
        lane.start("erp", target);
        awaitSettled(40);
        for (int key = 0; key < 4; key++) {
            assertThat(target.succeeded("w" + key)).hasSize(10).isSorted();
        }
        assertThat(target.overlaps).hasValue(0);
        assertThat(lane.told).hasSize(40).allSatisfy(told -> {
            assertThat(told.outcome()).isEqualTo(Outcome.SUCCESS);
            assertThat(told.foreignNumber()).startsWith("N-");
        });
        assertThat(lane.count("select count(*) from lane_attempt")).isZero();
        assertThat(lane.count("select count(*) from lane_held")).isZero();
    }

    @Test
    void aSlowCallDelaysItsOwnKeyOnly() {
        target.takes = a -> a.delivery().key().equals("slow") ? Duration.ofSeconds(3) : Duration.ZERO;
        lane.enqueue("slow", "s1", 1, "erp");
        lane.start("erp", target);
        await().until(() -> target.running.get() == 1);
        lane.store.enqueue(IntStream.range(0, 200)
                .mapToObj(n -> lane.event("q" + n, "q" + n, n, "erp"))
                .toList());
        await().atMost(Duration.ofSeconds(2)).until(() -> settled() == 200);
        assertThat(target.succeeded("slow")).isEmpty();
    }

    @Test
    void retriesTheSameBytesThoughTheMappingChangedMeanwhile() {
        AtomicInteger tries = new AtomicInteger();
        target.answer = a -> {
            if (tries.incrementAndGet() == 1) {
                mappings.replace(entry.version(2));
                return Outcome.RETRY;
            }
            return Outcome.SUCCESS;
        };
        lane.enqueue("w1", "e1", 1, "erp");
        lane.start("erp", target);
        awaitSettled(1);
        assertThat(target.calls)
                .extracting(Call::bytes)
                .hasSize(2)
                .allSatisfy(bytes ->
                        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("{\"mapped\":1}"));
        assertThat(lane.text("select mapping_version from lane_done")).isEqualTo("1");
        assertThat(lane.text("select attempts from lane_done")).isEqualTo("2");
    }

    @Test
    void aPoisonedKeyParksAfterItsAttemptsAndNoOtherKeySlowsDown() {
        target.answer = a -> a.delivery().key().equals("bad") ? Outcome.RETRY : Outcome.SUCCESS;
        lane.enqueue("bad", "b1", 1, "erp");
        lane.enqueue("bad", "b2", 2, "erp");
        lane.enqueue("good", "g1", 1, "erp");
        lane.start("erp", target);
        await().until(() -> lane.count("select count(*) from lane_dead_letter where state = 'open'") == 1);
        assertThat(lane.text("select class || ' ' || owner || ' ' || runbook from lane_dead_letter"))
                .isEqualTo("retry finance docs/operating/x.md");
        assertThat(lane.count("select count(*) from lane_attempt")).isEqualTo(3);
        assertThat(lane.text("select state from lane_v_delivery where idem = 'b1'"))
                .isEqualTo("parked");
        assertThat(lane.text("select state from lane_v_delivery where idem = 'b2'"))
                .isEqualTo("waiting");
        assertThat(target.succeeded("good")).containsExactly(1);
        assertThat(target.calls).noneMatch(call -> call.idem().equals("b2"));
    }

    @Test
    void aPoisonedMessageThatMayBeSkippedLetsItsKeyGoOn() {
        mappings.replace(entry.skipping());
        target.answer = a -> a.delivery().idem().equals("e1") ? Outcome.FATAL : Outcome.SUCCESS;
        lane.enqueue("w1", "e1", 1, "erp");
        lane.enqueue("w1", "e2", 2, "erp");
        lane.start("erp", target);
        awaitSettled(2);
        assertThat(target.succeeded("w1")).containsExactly(2);
        assertThat(lane.text("select state from lane_v_delivery where idem = 'e1'"))
                .isEqualTo("dead");
        assertThat(lane.told).extracting(Settlement::outcome).contains(Outcome.FATAL, Outcome.SUCCESS);
    }

    @Test
    void anUnknownOutcomeWaitsForTheFenceAndThenLooksBeforeItSends() {
        mappings.replace(entry.finding("find-by-reference"));
        target.answer = a -> Outcome.UNKNOWN;
        target.finding = a -> new Found.One("77", "ERP-77");
        lane.enqueue("w1", "e1", 1, "erp");
        lane.start("erp", target);
        awaitSettled(1);
        assertThat(target.calls).hasSize(1);
        assertThat(target.finds).hasValue(1);
        assertThat(lane.text("select foreign_number from lane_done")).isEqualTo("ERP-77");
    }

    @Test
    void anUnknownOutcomeThatLeftNothingBehindSendsTheSameBytesAgain() {
        mappings.replace(entry.finding("find-by-reference"));
        AtomicInteger tries = new AtomicInteger();
        target.answer = a -> tries.incrementAndGet() == 1 ? Outcome.UNKNOWN : Outcome.SUCCESS;
        lane.enqueue("w1", "e1", 1, "erp");
        lane.start("erp", target);
        awaitSettled(1);
        assertThat(target.calls).hasSize(2);
        assertThat(target.calls.get(1).bytes()).isEqualTo(target.calls.get(0).bytes());
    }

    @Test
    void twoForeignDocumentsForOneReferenceAreAnAlarm() {
        mappings.replace(entry.finding("find-by-reference"));
        target.answer = a -> Outcome.UNKNOWN;
        target.finding = a -> new Found.Many(2);
        lane.enqueue("w1", "e1", 1, "erp");
        lane.start("erp", target);
        await().until(() -> lane.count("select count(*) from lane_dead_letter") == 1);
        assertThat(lane.text("select code from lane_dead_letter")).isEqualTo("DUPLICATE_FOREIGN_DOCUMENT");
        assertThat(target.calls).hasSize(1);
        assertThat(settled()).isZero();
    }

    @Test
    void anOutagePausesTheTargetSpendsNoAttemptsAndResumesInOrder() {
        AtomicInteger down = new AtomicInteger(1);
        target.answer = a -> down.get() == 1 ? Outcome.OUTAGE : Outcome.SUCCESS;
        for (int n = 1; n <= 30; n++) {
            lane.enqueue("w" + n % 3, "e" + n, n, "erp");
        }
        lane.start("erp", target);
        await().until(() ->
                lane.text("select state from lane_target where name = 'erp'").equals("outage"));
        int calls = target.calls.size();
        await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(2)).until(() -> settled() == 0);
        assertThat(target.calls.size() - calls).isLessThanOrEqualTo(6);
        assertThat(lane.count("select coalesce(max(attempts), 0) from lane_held"))
                .isZero();
        down.set(0);
        awaitSettled(30);
        for (int key = 0; key < 3; key++) {
            assertThat(target.succeeded("w" + key)).hasSize(10).isSorted();
        }
        assertThat(lane.text("select state from lane_target where name = 'erp'"))
                .isEqualTo("open");
        assertThat(lane.count("select max(attempts) from lane_done")).isEqualTo(1);
        assertThat(lane.count("select count(*) from lane_dead_letter")).isZero();
    }

    @Test
    void aProbeRouteEndsTheOutageAfterEnoughGoodAnswers() {
        mappings.replace(entry.probing("direct:rest.probe"));
        AtomicInteger down = new AtomicInteger(1);
        target.alive = false;
        target.answer = a -> down.get() == 1 ? Outcome.OUTAGE : Outcome.SUCCESS;
        for (int n = 1; n <= 5; n++) {
            lane.enqueue("w" + n, "e" + n, n, "erp");
        }
        lane.start("erp", target);
        await().until(() -> target.probes.get() >= 2);
        int calls = target.calls.size();
        assertThat(lane.text("select state from lane_target where name = 'erp'"))
                .isEqualTo("outage");
        down.set(0);
        target.alive = true;
        awaitSettled(5);
        assertThat(target.probes.get()).isGreaterThanOrEqualTo(4);
        assertThat(target.calls.size() - calls).isEqualTo(5);
    }

    @Test
    void aHeldDeliveryWaitsWithoutSpendingAttempts() {
        AtomicInteger tries = new AtomicInteger();
        target.answer = a -> tries.incrementAndGet() <= 5 ? Outcome.HOLD : Outcome.SUCCESS;
        lane.enqueue("w1", "e1", 1, "erp");
        lane.start("erp", target);
        awaitSettled(1);
        assertThat(lane.text("select attempts from lane_done")).isEqualTo("1");
        assertThat(lane.count("select count(*) from lane_attempt where outcome = 'hold'"))
                .isEqualTo(5);
    }

    @Test
    void keepsToTheConcurrencyOfTheMapping() {
        mappings.replace(entry.limited(new Limits(0, 3, 0)));
        target.takes = a -> Duration.ofMillis(20);
        for (int n = 1; n <= 30; n++) {
            lane.enqueue("w" + n, "e" + n, n, "erp");
        }
        lane.start("erp", target);
        awaitSettled(30);
        assertThat(target.runningMax.get()).isBetween(2, 3);
    }

    @Test
    void keepsToTheRateOfTheMapping() {
        mappings.replace(entry.limited(new Limits(50, 30, 0)));
        for (int n = 1; n <= 30; n++) {
            lane.enqueue("w" + n, "e" + n, n, "erp");
        }
        long since = System.nanoTime();
        lane.start("erp", target);
        awaitSettled(30);
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThan(Duration.ofMillis(500));
    }

    @Test
    void aBatchConsumerGetsDeliveriesOfDifferentKeysAndSettlesEachByItself() {
        target.answer = a -> a.delivery().key().equals("w7") ? Outcome.FATAL : Outcome.SUCCESS;
        for (int n = 1; n <= 40; n++) {
            lane.enqueue("w" + n % 20, "e" + n, n, "erp");
        }
        mappings.replace(entry.limited(new Limits(0, 1, 0)));
        lane.start("erp", target, 10);
        awaitSettled(38);
        assertThat(target.batches).anyMatch(size -> size > 1).allMatch(size -> size <= 10);
        assertThat(target.overlaps).hasValue(0);
        assertThat(lane.count("select count(*) from lane_dead_letter")).isEqualTo(1);
    }

    @Test
    void headsThatWereClaimedTogetherGoInOneCall() {
        lane.store.enqueue(IntStream.range(0, 90)
                .mapToObj(n -> lane.event("q" + n, "q" + n, n, "erp"))
                .toList());
        lane.start("erp", target, 100);
        awaitSettled(90);
        // One claim of each of 32 shards at most.
        assertThat(target.batches).hasSizeLessThanOrEqualTo(32);
        assertThat(target.calls).hasSize(90);
    }

    @Test
    void deliveriesOfARemovedMappingWaitForItsReturn() {
        mappings.replace();
        lane.enqueue("w1", "e1", 1, "erp");
        lane.start("erp", target);
        await().until(() -> lane.count("select count(*) from lane_hold where code = 'MAPPING_REMOVED'") == 1);
        mappings.replace(entry);
        lane.store.unpark(lane.targets.named("erp").id(), "w1");
        awaitSettled(1);
    }

    @Test
    void aStoppedDispatcherFinishesWhatIsInFlightAndGivesItsLeasesBack() {
        target.takes = a -> Duration.ofMillis(200);
        lane.enqueue("w1", "e1", 1, "erp");
        Dispatcher dispatcher = lane.start("erp", target);
        await().until(() -> target.running.get() == 1);
        dispatcher.stop();
        assertThat(settled()).isEqualTo(1);
        assertThat(lane.count("select count(*) from lane_shard where owner is not null"))
                .isZero();
        assertThat(lane.count("select count(*) from lane_worker")).isZero();
    }

    @Test
    void aStoppedInstanceHandsOverAtOnceHoweverLongTheLease() {
        LaneSettings patient = LaneFixture.settings(Duration.ofSeconds(45));
        try (LaneFixture two = new LaneFixture(mappings, patient, "erp")) {
            Dispatcher first = two.start("erp", target);
            await().until(() -> owners(two, "owner-1") == 32);
            two.start("erp", target);
            await().until(() -> two.count("select count(*) from lane_worker") == 2);
            first.stop();
            await().atMost(Duration.ofSeconds(3)).until(() -> owners(two, "owner-2") == 32);
        }
    }

    @Test
    void aStoppingInstanceKeepsOnlyTheShardsWithACallStillRunning() {
        LaneSettings patient = LaneFixture.settings(Duration.ofSeconds(45));
        try (LaneFixture two = new LaneFixture(mappings, patient, "erp")) {
            target.takes = a -> Duration.ofSeconds(3);
            two.enqueue("w1", "e1", 1, "erp");
            Dispatcher first = two.start("erp", target);
            await().until(() -> target.running.get() == 1);
            two.start("erp", target);
            first.handOver();
            await().atMost(Duration.ofSeconds(2)).until(() -> owners(two, "owner-2") == 31);
            assertThat(target.running).hasValue(1);
            await().atMost(Duration.ofSeconds(5)).until(() -> owners(two, "owner-2") == 32);
            assertThat(two.count("select count(*) from lane_done")).isEqualTo(1);
        }
    }

    @Test
    void aCallThatOutlivesTheStopIsNotMadeBesideItselfByAnotherInstance() {
        LaneSettings hasty = LaneFixture.settings(Duration.ofSeconds(4), Duration.ofMillis(100));
        try (LaneFixture two = new LaneFixture(mappings, hasty, "erp")) {
            target.takes = a -> Duration.ofSeconds(2);
            two.enqueue("w1", "e1", 1, "erp");
            Dispatcher first = two.start("erp", target);
            await().until(() -> target.running.get() == 1);
            two.start("erp", target);
            first.stop();
            await().until(() -> owners(two, "owner-2") == 31);
            await().until(() -> two.count("select count(*) from lane_done") == 1);
            assertThat(target.calls).hasSize(2);
            assertThat(target.overlaps).hasValue(0);
        }
    }

    @Test
    void aBusyInstanceMakesRoomForAnotherThatComes() {
        LaneSettings quick = LaneFixture.settings(Duration.ofMillis(900));
        try (LaneFixture two = new LaneFixture(mappings, quick, "erp")) {
            mappings.replace(entry.limited(new Limits(0, 64, 0)));
            target.takes = a -> Duration.ofMillis(40);
            two.store.enqueue(IntStream.range(0, 6_000)
                    .mapToObj(n -> two.event("w" + n % 200, "e" + n, n / 200 + 1, "erp"))
                    .toList());
            two.start("erp", target);
            await().until(() -> two.count("select count(*) from lane_done") > 100);
            FakeTarget other = new FakeTarget();
            two.start("erp", other);
            await().until(() -> owners(two, "owner-2") == 16);
            assertThat(two.count("select count(*) from lane_done"))
                    .as("still busy")
                    .isLessThan(6_000);
        }
    }

    @Test
    void instancesShareTheShardsAndASurvivorTakesThemAll() {
        LaneSettings quick = LaneFixture.settings(Duration.ofMillis(600));
        try (LaneFixture two = new LaneFixture(mappings, quick, "erp")) {
            Dispatcher first = two.start("erp", target);
            await().until(() -> owners(two, "owner-1") == 32);
            two.start("erp", target);
            await().until(() -> owners(two, "owner-1") == 16 && owners(two, "owner-2") == 16);
            first.abandon();
            await().until(() -> owners(two, "owner-2") == 32);
        }
    }

    @Test
    void whatACrashedInstanceHadInFlightComesAgainAfterItsLease() {
        LaneSettings quick = LaneFixture.settings(Duration.ofMillis(600));
        try (LaneFixture two = new LaneFixture(mappings, quick, "erp")) {
            target.takes = a -> Duration.ofMillis(300);
            two.enqueue("w1", "e1", 1, "erp");
            two.enqueue("w1", "e2", 2, "erp");
            Dispatcher first = two.start("erp", target);
            await().until(() -> target.running.get() == 1);
            first.abandon();
            FakeTarget other = new FakeTarget();
            two.start("erp", other);
            await().until(() -> two.count("select count(*) from lane_done") == 2);
            assertThat(other.succeeded("w1")).containsExactly(1, 2);
        }
    }

    @Test
    void aSecretDocumentIsSealedInItsRowsErasedAtSettleAndInNoDeadLetter() {
        mappings.replace(entry.asSecret());
        AtomicInteger tries = new AtomicInteger();
        target.answer = a -> tries.incrementAndGet() == 1
                ? Outcome.RETRY
                : a.delivery().key().equals("w2") ? Outcome.FATAL : Outcome.SUCCESS;
        enqueueSecret("w1", "e1");
        assertThat(lane.count("select count(*) from lane_event where position('walletId'::bytea in body) > 0"))
                .isZero();
        lane.start("erp", target);
        awaitSettled(1);
        assertThat(lane.count("select length(body) from lane_event")).isZero();
        assertThat(target.succeeded("w1")).containsExactly(1);
        enqueueSecret("w2", "e2");
        await().until(() -> lane.count("select count(*) from lane_dead_letter") == 1);
        assertThat(lane.count("select count(*) from lane_dead_letter where body is null and document is null"))
                .isEqualTo(1);
        assertThat(lane.count("select count(*) from lane_held where position('mapped'::bytea in document) > 0"))
                .isZero();
    }

    @Test
    void whatLatenessHasMadeWorthlessIsDiscardedUnsentAndHoldsNobodyUp() throws Exception {
        Duration age = Duration.ofMillis(300);
        mappings.replace(entry.asSecret().expiringAfter(age));
        enqueueSecret("w1", "e1");
        assertThat(lane.text("select pg_sleep(0.4)::text")).isEmpty();
        enqueueSecret("w1", "e2");
        lane.start("erp", target);
        awaitSettled(2);
        assertThat(target.calls).extracting(FakeTarget.Call::idem).containsExactly("e2");
        assertThat(lane.text("select outcome::text || ' ' || code from lane_done order by id limit 1"))
                .isEqualTo("D EXPIRED");
        assertThat(lane.count("select count(*) from lane_dead_letter")).isZero();
        assertThat(lane.count("select sum(length(body)) from lane_event")).isZero();
    }

    @Test
    void whatIsOnlyLateIsStillTried() throws Exception {
        mappings.replace(entry.skipping().triedFor(Duration.ofMillis(300)));
        enqueueSecret("w1", "e1");
        assertThat(lane.text("select pg_sleep(0.4)::text")).isEmpty();
        lane.start("erp", target);
        awaitSettled(1);
        assertThat(target.calls).extracting(FakeTarget.Call::idem).containsExactly("e1");
    }

    private void enqueueSecret(String key, String idem) {
        LaneStore.NewEvent plain = lane.event(key, idem, 1, "erp");
        lane.store.enqueue(new LaneStore.NewEvent(
                key,
                plain.kind(),
                plain.targets(),
                idem,
                null,
                lane.secrets.seal(idem, plain.body()),
                null,
                "c",
                null,
                lane.secrets.kid()));
    }

    private static long owners(LaneFixture fixture, String owner) {
        return fixture.count(
                "select count(*) from lane_shard where lease_until > clock_timestamp() and owner = '" + owner + "'");
    }

    private long settled() {
        return lane.count("select count(*) from lane_done");
    }

    private void awaitSettled(int count) {
        await().atMost(Duration.ofSeconds(15)).until(() -> settled() == count);
    }
}
