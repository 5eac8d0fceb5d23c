package wallethub.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import wallethub.embedded.standin.Fault;
import wallethub.embedded.standin.Fault.Mode;
import wallethub.embedded.standin.Fault.Scope;
import wallethub.embedded.standin.Payment;
import wallethub.embedded.standin.Sending;
import wallethub.scenario.World.Person;
import wallethub.scenario.World.Recharge;
import wallethub.scenario.World.Reply;

/** What a customer who gives up a recharge can meet. */
class CancelScenarioIT {

    private final World world = World.one();

    @AfterEach
    void allIsWell() {
        world.stripe.fault(Fault.NONE);
        world.checkLedger();
    }

    @Test
    @DisplayName("2: success after the customer cancelled is credited and recorded as late")
    void scenario02() {
        Recharge recharge = world.recharge(world.person(), "5.000");
        String key = UUID.randomUUID().toString();

        Reply cancelled = cancel(recharge.person(), recharge, key);
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.body().path("status").asText()).isEqualTo("cancelled");
        assertThat(checkout(recharge)).isEqualTo("expired");
        Reply again = cancel(recharge.person(), recharge, key);
        assertThat(again.body()).isEqualTo(cancelled.body());
        assertThat(again.raw().headers().firstValue("Idempotency-Replayed")).hasValue("true");
        // The gateway also tells of the end itself.
        world.awaitQuiet();
        assertThat(world.state(recharge)).isEqualTo("cancelled");

        world.stripe.pay(recharge.session());

        world.awaitState(recharge, "paid_late");
        world.awaitBalance(recharge.person(), "5.000");
        world.awaitErp(recharge.person(), "5.000");
    }

    @Test
    @DisplayName("2: what has been paid is not cancelled, although its webhook is lost")
    void paidIsNotCancelled() {
        Recharge recharge = world.recharge(world.person(), "5.000");
        world.stripe.pay(recharge.session(), Payment.FULL, Sending.LOST);

        Reply refused = cancel(recharge.person(), recharge, UUID.randomUUID().toString());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("code").asText()).isEqualTo("STATE_CONFLICT");
        world.awaitState(recharge, "succeeded");
        world.awaitBalance(recharge.person(), "5.000");
        assertThat(cancel(recharge.person(), recharge, UUID.randomUUID().toString())
                        .status())
                .isEqualTo(409);
        assertThat(world.balance(recharge.person())).isEqualTo("5.000");
    }

    @Test
    @DisplayName("2: with the gateway down nothing is cancelled; the same key goes on when it is back")
    void theGatewayIsDown() {
        Recharge recharge = world.recharge(world.person(), "5.000");
        world.stripe.fault(Fault.of(Mode.DOWN).only(Scope.WRITES));
        String key = UUID.randomUUID().toString();

        Reply later = cancel(recharge.person(), recharge, key);
        assertThat(later.status()).isEqualTo(503);
        assertThat(later.raw().headers().firstValue("Retry-After")).isPresent();
        assertThat(world.state(recharge)).isEqualTo("pending");

        world.stripe.fault(Fault.NONE);
        assertThat(cancel(recharge.person(), recharge, key).status()).isEqualTo(200);
        assertThat(world.state(recharge)).isEqualTo("cancelled");
    }

    @Test
    @DisplayName("2: only the customer's own recharge, and only with a key")
    void refusals() {
        Recharge recharge = world.recharge(world.person(), "5.000");

        assertThat(cancel(world.person(), recharge, UUID.randomUUID().toString())
                        .status())
                .isEqualTo(404);
        assertThat(world.send(recharge.person(), "POST", path(recharge), Map.of(), null)
                        .status())
                .isEqualTo(400);
        assertThat(world.state(recharge)).isEqualTo("pending");
        assertThat(checkout(recharge)).isEqualTo("open");
    }

    private Reply cancel(Person caller, Recharge recharge, String key) {
        return world.send(caller, "POST", path(recharge), Map.of("Idempotency-Key", key), null);
    }

    private static String path(Recharge recharge) {
        return "/api/customer/v1/recharges/" + recharge.id() + "/cancel";
    }

    private String checkout(Recharge recharge) {
        return world.stripe
                .session(recharge.session())
                .orElseThrow()
                .path("status")
                .asText();
    }
}
