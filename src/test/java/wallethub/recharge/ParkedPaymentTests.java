package wallethub.recharge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wallethub.recharge.RechargeFixture.event;
import static wallethub.testing.StaffApi.Request.get;
import static wallethub.testing.StaffApi.Request.post;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Currency;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.gateway.PaymentEvent;
import wallethub.money.Money;
import wallethub.testing.AtOnce;
import wallethub.testing.StaffApi.Reply;
import wallethub.testing.TestDatabase;

/** What finance decides about money that was parked. */
class ParkedPaymentTests {

    private static final Currency KWD = Currency.getInstance("KWD");

    private final RechargeFixture hub = new RechargeFixture(RechargeFixture.bankAccount());
    private final Recharge recharge = hub.pending("10.000");
    private final Caller maker = hub.staff.hire(StaffPermission.APPROVAL_VIEW, StaffPermission.PAYMENT_DECIDE);
    private final Caller checker = hub.staff.hire(
            StaffPermission.APPROVAL_VIEW, StaffPermission.PAYMENT_DECIDE, StaffPermission.PAYMENT_DECIDE_APPROVE);

    @AfterEach
    void theLedgerIsWhole() {
        hub.close();
    }

    @ParameterizedTest(name = "12: {0} captured of 10.000 asked for is parked; credited when two people decided so")
    @CsvSource({"15.000, succeeded", "8.000, partially_captured"})
    void scenario12_isCreditedWhenTwoPeopleSaySo(String captured, String state) {
        park(captured);
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.PARKED);
        JsonNode shown = listed("open").getFirst();
        assertThat(shown.at("/reason").asText()).isEqualTo("AMOUNT_DIFFERS");
        assertThat(shown.at("/creditable").asBoolean()).isTrue();
        assertThat(shown.at("/expected/amount").asText()).isEqualTo("10.000");
        assertThat(shown.at("/captured/amount").asText()).isEqualTo(captured);
        assertThat(hub.balance(recharge).isZero()).isTrue();

        String approval = asked("credit");
        assertThat(hub.balance(recharge).isZero()).isTrue();
        assertThat(hub.approve(approval, checker).status()).isEqualTo(200);

        assertThat(hub.balance(recharge).amount()).isEqualTo(captured);
        assertThat(hub.state(recharge).wire()).isEqualTo(state);
        assertThat(listed("open")).isEmpty();
        JsonNode decided = listed("decided").getFirst().path("decided");
        assertThat(decided.path("decision").asText()).isEqualTo("credit");
        assertThat(decided.path("receiptId").asText()).startsWith("rcp_");
        assertThat(decided.path("by").asText()).isEqualTo(checker.staff().text());
        // The gateway tells it again: it is neither credited nor parked once more.
        park(captured);
        assertThat(hub.balance(recharge).amount()).isEqualTo(captured);
        assertThat(listed("open")).isEmpty();
    }

    @Test
    @DisplayName("12: what two people refuse is closed with its reason, nothing moves, and the customer is told")
    void scenario12_isRefusedWhenTwoPeopleSaySo() {
        park("15.000");
        long events = hub.count("events");
        assertThat(hub.approve(asked("refuse"), checker).status()).isEqualTo(200);
        assertThat(hub.count("transfers")).isZero();
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.FAILED);
        assertThat(hub.recharges
                        .findByReference(recharge.reference())
                        .orElseThrow()
                        .failureCode())
                .isEqualTo("PAYMENT_REFUSED");
        assertThat(hub.count("events")).isGreaterThan(events);
        JsonNode decided = listed("decided").getFirst().path("decided");
        assertThat(decided.path("reason").asText()).isEqualTo("as the gateway has it");
        assertThat(decided.has("receiptId")).isFalse();
        assertThat(decide("credit").status()).isEqualTo(409);
        assertThat(decide("refuse").status()).isEqualTo(409);
    }

    @Test
    void moreThatIsCapturedAfterADecisionIsNotLostBehindIt() {
        park("8.000");
        assertThat(hub.approve(asked("credit"), checker).status()).isEqualTo(200);
        park("15.000");
        assertThat(listed("open")).hasSize(1);
        String id = listed("open").getFirst().path("id").asText();
        assertThat(hub.approve(asked(id, "credit"), checker).status()).isEqualTo(200);
        assertThat(hub.balance(recharge).amount()).isEqualTo("15.000");
        assertThat(hub.count("receipts")).isEqualTo(2);
    }

    @Test
    @DisplayName("13: a payment in another currency can only be refused")
    void scenario13() {
        hub.apply(event(recharge, PaymentEvent.Type.PAYMENT_CAPTURED, "pi_1")
                .amount(Money.parse("10.00", Currency.getInstance("USD")))
                .build());
        assertThat(listed("open").getFirst().path("creditable").asBoolean()).isFalse();
        assertThat(decide("credit").code()).isEqualTo("CURRENCY_MISMATCH");
        assertThat(hub.approve(asked("refuse"), checker).status()).isEqualTo(200);
        assertThat(hub.count("transfers")).isZero();
    }

    @Test
    @DisplayName("15: a payment of the other mode can only be refused, with and without a recharge")
    void scenario15() {
        hub.apply(event(recharge, PaymentEvent.Type.PAYMENT_CAPTURED, "pi_1")
                .live(true)
                .build());
        hub.apply(event(recharge, PaymentEvent.Type.PAYMENT_CAPTURED, "pi_2")
                .live(true)
                .reference("RCH-OF-NOBODY")
                .build());
        List<JsonNode> open = listed("open");
        assertThat(open).hasSize(2);
        assertThat(open.get(1).has("rechargeId")).isFalse();
        for (JsonNode parked : open) {
            String id = parked.path("id").asText();
            assertThat(decide(id, "credit").code()).isEqualTo("STATE_CONFLICT");
            assertThat(hub.approve(asked(id, "refuse"), checker).status()).isEqualTo(200);
        }
        assertThat(hub.count("transfers")).isZero();
        assertThat(listed("open")).isEmpty();
    }

    @Test
    void whatWasCreditedMeanwhileIsNotCreditedAgain() {
        park("8.000");
        String approval = asked("credit");
        hub.apply(fitting(8_000));
        assertThat(hub.balance(recharge).amount()).isEqualTo("8.000");
        assertThat(hub.approve(approval, checker).status()).isEqualTo(409);
        assertThat(hub.balance(recharge).amount()).isEqualTo("8.000");
        assertThat(hub.count("receipts")).isEqualTo(1);
        assertThat(listed("open")).hasSize(1);
    }

    @Test
    void anAutomaticCreditAndADecisionAtTheSameTimeNeverDoubleIt() {
        for (int round = 0; round < 20; round++) {
            Recharge one = hub.pending("10.000");
            String payment = "pi_race_" + round;
            hub.apply(event(one, PaymentEvent.Type.PAYMENT_CAPTURED, payment)
                    .amount(Money.parse("15.000", KWD))
                    .build());
            String approval = asked(listed("open").getLast().path("id").asText(), "credit");
            PaymentEvent late =
                    event(one, PaymentEvent.Type.PAYMENT_CAPTURED, payment).build();
            List<Boolean> both = AtOnce.runOn(
                    16,
                    2,
                    i -> i == 0
                            ? hub.approve(approval, checker).status() == 200
                            : hub.apply(late) instanceof PaymentOutcome.Credited);
            boolean decided = both.getFirst();
            assertThat(hub.balance(one).amount()).isEqualTo(decided ? "15.000" : "10.000");
        }
    }

    @Test
    void oneDecisionApprovedAHundredTimesAtOnceIsOneCredit() {
        park("15.000");
        String approval = asked("credit");
        List<Caller> checkers = IntStream.range(0, 10)
                .mapToObj(i -> hub.staff.hire(StaffPermission.APPROVAL_VIEW, StaffPermission.PAYMENT_DECIDE_APPROVE))
                .toList();
        AtOnce.runOn(16, 100, i -> hub.approve(approval, checkers.get(i % 10)).status());
        assertThat(hub.count("receipts")).isEqualTo(1);
        assertThat(hub.balance(recharge).amount()).isEqualTo("15.000");
    }

    @Test
    void onePersonAloneDecidesNothing() {
        park("15.000");
        Caller both = hub.staff.hire(
                StaffPermission.APPROVAL_VIEW, StaffPermission.PAYMENT_DECIDE, StaffPermission.PAYMENT_DECIDE_APPROVE);
        Reply asked = decide(both, parkId(), "credit");
        assertThat(hub.approve(asked.text("/id"), both).code()).isEqualTo("APPROVAL_SAME_PERSON");
        Caller nobody = hub.staff.hire(StaffPermission.APPROVAL_VIEW);
        assertThat(decide(nobody, parkId(), "credit").status()).isEqualTo(403);
        assertThat(decide(maker, "park-999999", "credit").status()).isEqualTo(404);
        assertThat(hub.count("transfers")).isZero();
    }

    @Test
    void aDecisionStaysAsItWasWritten() {
        park("15.000");
        assertThat(hub.approve(asked("refuse"), checker).status()).isEqualTo(200);
        JdbcClient behind = JdbcClient.create(TestDatabase.behind(hub.database));
        for (String change : List.of(
                "update recharge_decision set decision = 'credit'",
                "delete from recharge_decision",
                "truncate recharge_decision")) {
            assertThatThrownBy(() -> hub.jdbc.sql(change).update())
                    .as("the role that serves: %s", change)
                    .isInstanceOf(DataAccessException.class);
            assertThatThrownBy(() -> behind.sql(change).update())
                    .as("anybody: %s", change)
                    .hasStackTraceContaining("stays as it was written");
        }
    }

    private void park(String captured) {
        hub.apply(event(recharge, PaymentEvent.Type.PAYMENT_CAPTURED, "pi_1")
                .amount(Money.parse(captured, KWD))
                .build());
    }

    /** What fits the recharge after all, of the same payment. */
    private PaymentEvent fitting(long captured) {
        return event(recharge, PaymentEvent.Type.PAYMENT_CAPTURED, "pi_1")
                .captured(captured)
                .build();
    }

    private List<JsonNode> listed(String state) {
        Reply reply = hub.api()
                .call(
                        "list-parked-payments",
                        maker,
                        get("/parked-payments").asking("state", state).asking("size", "100"));
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
        return reply.body().path("items").valueStream().toList();
    }

    private String parkId() {
        return hub.jdbc
                .sql("select 'park-' || min(id) from recharge_park")
                .query(String.class)
                .single();
    }

    private String asked(String decision) {
        return asked(parkId(), decision);
    }

    private String asked(String id, String decision) {
        Reply reply = decide(id, decision);
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(202);
        return reply.text("/id");
    }

    private Reply decide(String decision) {
        return decide(parkId(), decision);
    }

    private Reply decide(String id, String decision) {
        return decide(maker, id, decision);
    }

    private Reply decide(Caller caller, String id, String decision) {
        return hub.api()
                .call(
                        "decide-parked-payment",
                        caller,
                        post("/parked-payments/" + id + "/decide")
                                .with("idempotency-key", hub.key())
                                .saying("{\"decision\": \"" + decision + "\", \"reason\": \"as the gateway has it\"}"));
    }
}
