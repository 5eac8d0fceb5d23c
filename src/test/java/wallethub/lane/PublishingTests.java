package wallethub.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import wallethub.event.RechargeFailed;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.RechargeId;
import wallethub.id.WalletId;
import wallethub.lane.Door.Acceptance;
import wallethub.money.Money;
import wallethub.testing.AtOnce;

/** What goes into the lane: business events in their transaction, letters at the door. */
class PublishingTests {

    private static final String FAILED = "recharge.failed";

    private final TestMappings mappings = new TestMappings(
            TestMapping.of("erp.entry", "erp", FAILED), TestMapping.of("events.wallet", "events", FAILED));
    private final LaneFixture lane = new LaneFixture(mappings);

    @AfterEach
    void close() {
        lane.close();
    }

    @Test
    void storesAnEventOnceForAllSubscribersOfOneKey() {
        RechargeFailed event = event();
        publish(event);
        assertThat(lane.text("select idem || ' ' || key || ' ' || targets from lane_event"))
                .isEqualTo(event.eventId() + " " + event.walletId() + " "
                        + (lane.targets.named("erp").bit()
                                | lane.targets.named("events").bit()));
    }

    @Test
    void anotherOrderingKeyGetsARowOfItsOwn() {
        mappings.replace(
                TestMapping.of("erp.entry", "erp", FAILED),
                TestMapping.of("crm.update", "crm", FAILED).keyedBy("customerId"));
        RechargeFailed event = event();
        publish(event);
        assertThat(lane.jdbc
                        .sql("select key from lane_event order by id")
                        .query(String.class)
                        .list())
                .containsExactly(event.walletId().text(), event.customerId().text());
        assertThat(lane.jdbc
                        .sql("select idem from lane_event order by id")
                        .query(String.class)
                        .list())
                .containsExactly(event.eventId() + "/" + event.walletId(), event.eventId() + "/" + event.customerId());
    }

    @Test
    void needsATransactionAndVanishesWithIt() {
        assertThatThrownBy(() -> lane.publisher.publish(List.of(event()))).isInstanceOf(IllegalStateException.class);
        lane.transaction.executeWithoutResult(status -> {
            lane.publisher.publish(List.of(event()));
            status.setRollbackOnly();
        });
        assertThat(lane.count("select count(*) from lane_event")).isZero();
    }

    @Test
    void aDisabledTargetDoesNotSubscribe() {
        mappings.replace(TestMapping.of("off.entry", "off", FAILED));
        publish(event());
        assertThat(lane.count("select count(*) from lane_event")).isZero();
    }

    @Test
    void aKeyThatCannotBeEvaluatedParksUnderTheWalletAndCostsTheBusinessNothing() {
        mappings.replace(
                TestMapping.of("erp.entry", "erp", FAILED).keyedBy("wallettId"),
                TestMapping.of("events.wallet", "events", FAILED));
        RechargeFailed event = event();
        publish(event);
        FakeTarget erp = new FakeTarget();
        FakeTarget events = new FakeTarget();
        lane.start("erp", erp);
        lane.start("events", events);
        await().until(() -> lane.count("select count(*) from lane_dead_letter where code = 'KEY_NOT_EVALUATED'") == 1);
        await().until(() -> events.calls.size() == 1);
        assertThat(erp.calls).isEmpty();
        assertThat(lane.text("select key from lane_hold where next_at = 'infinity'"))
                .isEqualTo(event.walletId().text());
        mappings.replace(TestMapping.of("erp.entry", "erp", FAILED), TestMapping.of("events.wallet", "events", FAILED));
        lane.store.unpark(lane.targets.named("erp").id(), event.walletId().text());
        await().until(() -> erp.calls.size() == 1);
    }

    @Test
    void theDoorAnswersAfterTheCommitAndKnowsADuplicate() throws Exception {
        Door door = lane.door(mappings);
        try {
            assertThat(AtOnce.run(300, n -> door.accept(letter("w" + n % 7, "e" + n % 100))))
                    .filteredOn(Acceptance.STORED::equals)
                    .hasSize(100);
        } finally {
            door.destroy();
        }
        assertThat(lane.count("select count(*) from lane_event")).isEqualTo(100);
    }

    @Test
    void aLetterWaitsOnlyForAsManyAsCameLastTime() {
        assertThat(Door.isWorthWaiting(1, 1)).isFalse();
        assertThat(Door.isWorthWaiting(50, 1)).isTrue();
        assertThat(Door.isWorthWaiting(50, 49)).isTrue();
        assertThat(Door.isWorthWaiting(50, 50)).isFalse();
    }

    @Test
    void aLetterThatCannotBeStoredKeepsNoOtherOut() throws Exception {
        Door door = lane.door(mappings);
        Letter bad = new Letter("payments", "w", "bad", "m", new byte[0], Map.of(), "c\0", null);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Acceptance>> answers = callers.invokeAll(IntStream.range(0, 50)
                    .<Callable<Acceptance>>mapToObj(n -> () -> door.accept(n == 25 ? bad : letter("w", "e" + n)))
                    .toList());
            assertThat(answers)
                    .filteredOn(answer -> answer.state() == Future.State.SUCCESS)
                    .hasSize(49);
            assertThatThrownBy(() -> answers.get(25).get()).isInstanceOf(ExecutionException.class);
        } finally {
            door.destroy();
        }
        assertThat(lane.count("select count(*) from lane_event")).isEqualTo(49);
    }

    @Test
    void aClosedDoorRefuses() throws Exception {
        Door door = lane.door(mappings);
        door.destroy();
        assertThatThrownBy(() -> door.accept(letter("w", "e"))).isInstanceOf(LaneFullException.class);
        assertThat(lane.count("select count(*) from lane_event")).isZero();
    }

    @Test
    void aLetterForATargetThatIsNotInUseIsNotStored() throws Exception {
        mappings.replace(TestMapping.of("unused.code", "payments"));
        Door door = lane.door(mappings);
        Letter letter = new Letter("payments", "w", "e", "unused.code", new byte[0], Map.of(), "c", null);
        try {
            assertThat(door.accept(letter)).isEqualTo(Acceptance.DISABLED);
            assertThat(lane.transaction.<Acceptance>execute(status -> door.acceptInTransaction(letter)))
                    .isEqualTo(Acceptance.DISABLED);
        } finally {
            door.destroy();
        }
        assertThat(lane.count("select count(*) from lane_event")).isZero();
    }

    @Test
    void aSecretLetterIsStoredSealedAndOnlyWithItsTransaction() throws Exception {
        mappings.replace(TestMapping.of("login.code", "codes").asSecret());
        Door door = lane.door(mappings);
        Letter letter = new Letter(
                "codes",
                "ch-1",
                "otp-ch-1",
                "login.code",
                "{\"code\":\"042917\",\"mobile\":\"+96550000001\"}".getBytes(StandardCharsets.UTF_8),
                Map.of(),
                "c",
                null);
        try {
            lane.transaction.executeWithoutResult(status -> {
                assertThat(door.acceptInTransaction(letter)).isEqualTo(Acceptance.STORED);
                status.setRollbackOnly();
            });
            assertThat(lane.count("select count(*) from lane_event")).isZero();
            Acceptance stored = lane.transaction.execute(status -> door.acceptInTransaction(letter));
            Acceptance again = lane.transaction.execute(status -> door.acceptInTransaction(letter));
            assertThat(List.of(stored, again)).containsExactly(Acceptance.STORED, Acceptance.DUPLICATE);
        } finally {
            door.destroy();
        }
        assertThat(lane.count("select count(*) from lane_event where kid is not null and length(body) > 0"))
                .isEqualTo(1);
        assertThat(lane.text("select encode(body, 'escape') || lane_event::text from lane_event"))
                .doesNotContain("042917", "96550000001", "code\"");
    }

    @Test
    void refusesLettersWithoutProperKeys() {
        assertThatThrownBy(() -> letter("", "e")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> letter("w\n", "e")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> letter("w", "e".repeat(513))).isInstanceOf(IllegalArgumentException.class);
    }

    private void publish(RechargeFailed event) {
        lane.transaction.executeWithoutResult(status -> lane.publisher.publish(List.of(event)));
    }

    private static Letter letter(String key, String idem) {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        return new Letter("payments", key, idem, "payments.event", body, Map.of("HubGateway", "stripe"), "c", null);
    }

    private static RechargeFailed event() {
        return new RechargeFailed(
                EventId.next(),
                WalletId.next(),
                CustomerId.next(),
                RechargeId.next(),
                "RCH-1",
                Money.parse("12.500", Currency.getInstance("KWD")),
                "CARD_DECLINED",
                Instant.parse("2026-01-01T00:00:00Z"));
    }
}
