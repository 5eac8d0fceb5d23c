package wallethub.recharge;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.recharge.RechargeFixture.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import wallethub.gateway.PaymentEvent;

/** Events of one payment in any order, any number of times: the wallet gets what was captured, states only go forward. */
class PaymentOrderPropertyTests {

    private static final int HISTORIES = 150;
    private static final List<PaymentEvent.Type> WITHOUT_MONEY = List.of(
            PaymentEvent.Type.PAYMENT_PENDING,
            PaymentEvent.Type.PAYMENT_AUTHORISED,
            PaymentEvent.Type.PAYMENT_FAILED,
            PaymentEvent.Type.PAYMENT_EXPIRED,
            PaymentEvent.Type.PAYMENT_CANCELLED);

    @Test
    void anyOrderEndsInTheCapturedTotal() {
        long seed = Long.getLong("hub.seed", System.nanoTime());
        Random random = new Random(seed);
        try (RechargeFixture hub = new RechargeFixture(Map.of())) {
            for (int history = 0; history < HISTORIES; history++) {
                play(hub, random, "seed " + seed + ", history " + history);
            }
        }
    }

    private static void play(RechargeFixture hub, Random random, String name) {
        Recharge recharge = hub.pending("12.500");
        String payment = "pi_" + recharge.reference();
        List<PaymentEvent> events = new ArrayList<>();
        long highest = 0;
        for (int n = 1 + random.nextInt(6); n > 0; n--) {
            boolean money = random.nextBoolean();
            long captured = money ? 10L * (1 + random.nextInt(1_250)) : 0;
            PaymentEvent.Type type = money
                    ? PaymentEvent.Type.PAYMENT_CAPTURED
                    : WITHOUT_MONEY.get(random.nextInt(WITHOUT_MONEY.size()));
            highest = Math.max(highest, captured);
            PaymentEvent made =
                    event(recharge, type, payment).captured(captured).build();
            events.addAll(Collections.nCopies(1 + random.nextInt(3), made));
        }
        Collections.shuffle(events, random);
        for (PaymentEvent made : events) {
            RechargeState before = hub.state(recharge);
            hub.apply(made);
            RechargeState after = hub.state(recharge);
            assertThat(before == after || before.mayBecome(after))
                    .as("%s: %s -> %s", name, before, after)
                    .isTrue();
        }
        assertThat(hub.balance(recharge).minorUnits()).as(name).isEqualTo(highest);
    }
}
