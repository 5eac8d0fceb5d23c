package wallethub.recharge;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.recharge.RechargeFixture.event;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.gateway.ExpireOutcome;
import wallethub.gateway.PaymentEvent;
import wallethub.id.CustomerId;
import wallethub.id.RechargeId;
import wallethub.operation.CallingHandler.Preparation;

class CancelRechargeTests {

    private final RechargeFixture hub = new RechargeFixture(Map.of());
    private final Recharge recharge = hub.pending("12.500");
    private final CancelRechargeHandler handler = hub.bean(CancelRechargeHandler.class);
    private final Caller owner = caller(recharge.customer());

    @AfterEach
    void theLedgerIsWhole() {
        hub.close();
    }

    @Test
    void cancelsOnceTheGatewayHasClosedTheCheckout() {
        assertThat(finish(new ExpireOutcome.Closed())).isInstanceOf(CancelRechargeOutcome.Cancelled.class);
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.CANCELLED);
        assertThat(stored().failureCode()).isEqualTo("CANCELLED_BY_CUSTOMER");
    }

    @Test
    void theGatewaysCallbackMayTellOfTheExpiryFirst() {
        PreparedCancellation prepared = prepared();
        hub.apply(event(recharge, PaymentEvent.Type.PAYMENT_EXPIRED, "pi_1").build());
        long events = hub.count("events");
        assertThat(finish(prepared, new ExpireOutcome.Closed())).isInstanceOf(CancelRechargeOutcome.Cancelled.class);
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.CANCELLED);
        assertThat(hub.count("events")).isEqualTo(events);
    }

    @Test
    void moneyThatWasFasterStays() {
        PreparedCancellation prepared = prepared();
        hub.apply(event(recharge, PaymentEvent.Type.PAYMENT_CAPTURED, "pi_1").build());
        assertThat(finish(prepared, new ExpireOutcome.Closed()))
                .isEqualTo(new CancelRechargeOutcome.Conflict(RechargeState.SUCCEEDED));
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.SUCCEEDED);
        assertThat(hub.balance(recharge)).isEqualTo(recharge.amount());
    }

    @Test
    void withoutTheGatewaysWordNothingChanges() {
        assertThat(finish(new ExpireOutcome.Unavailable("GATEWAY_UNAVAILABLE", null)))
                .isEqualTo(new CancelRechargeOutcome.Unavailable(Duration.ofSeconds(30)));
        assertThat(finish(new ExpireOutcome.Completed())).isEqualTo(new CancelRechargeOutcome.Completed());
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.PENDING);
    }

    @Test
    void anotherCustomersRechargeIsNotThere() {
        for (String id : new String[] {recharge.id().text(), RechargeId.next().text(), "rch_nothing"}) {
            assertThat(prepare(id, caller(CustomerId.next()))).isEqualTo(decided(new CancelRechargeOutcome.Missing()));
        }
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.PENDING);
    }

    @Test
    void aCheckoutThatIsBeingMadeAtThisMomentIsLeftAlone() {
        hub.transaction.executeWithoutResult(
                status -> hub.recharges.keepCalling(recharge.id(), RechargeFixture.NOW.plusSeconds(60)));
        assertThat(prepare(recharge.id().text(), owner)).isEqualTo(decided(new CancelRechargeOutcome.BeingMade()));
        hub.clock.advance(Duration.ofSeconds(61));
        assertThat(prepare(recharge.id().text(), owner)).isInstanceOf(Preparation.Call.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = RechargeState.class,
            names = {"AUTHORISED", "CONFIRMING", "FAILED", "EXPIRED", "CANCELLED", "PARKED"})
    void aRechargeThatIsFurtherCannotBeCancelled(RechargeState state) {
        hub.transaction.executeWithoutResult(
                status -> hub.recharges.moved(recharge.id(), state, null, RechargeFixture.NOW));
        assertThat(prepare(recharge.id().text(), owner)).isEqualTo(decided(new CancelRechargeOutcome.Conflict(state)));
        assertThat(hub.state(recharge)).isEqualTo(state);
    }

    private PreparedCancellation prepared() {
        return switch (prepare(recharge.id().text(), owner)) {
            case Preparation.Call<PreparedCancellation, CancelRechargeOutcome> call -> call.prepared();
            case Preparation.Decided<PreparedCancellation, CancelRechargeOutcome> decided ->
                throw new AssertionError("not to be called for: " + decided.outcome());
        };
    }

    private Preparation<PreparedCancellation, CancelRechargeOutcome> prepare(String id, Caller caller) {
        return hub.transaction.execute(status -> handler.prepare(new CancelRecharge(id), caller));
    }

    private CancelRechargeOutcome finish(ExpireOutcome result) {
        return finish(prepared(), result);
    }

    private CancelRechargeOutcome finish(PreparedCancellation prepared, ExpireOutcome result) {
        return hub.transaction.execute(status -> handler.finish(prepared, result, owner));
    }

    private Recharge stored() {
        return hub.recharges.findByReference(recharge.reference()).orElseThrow();
    }

    private static Preparation<PreparedCancellation, CancelRechargeOutcome> decided(CancelRechargeOutcome outcome) {
        return new Preparation.Decided<>(outcome);
    }

    private static Caller caller(CustomerId customer) {
        return Caller.customer(customer, Set.of(CustomerPermission.RECHARGE_CREATE));
    }
}
