package wallethub.recharge;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.recharge.RechargeFixture.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import wallethub.gateway.PaymentEvent;
import wallethub.money.Money;
import wallethub.testing.AtOnce;

/** Random histories over several recharges, applied one by one and in batches: everything that is left is the same. */
class PaymentBatchPropertyTests {

    private static final int HISTORIES = 40;
    private static final int RECHARGES = 8;
    private static final String AMOUNT = "12.500";

    private final long seed = Long.getLong("hub.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void aBatchLeavesWhatItsCommandsLeaveOneByOne() {
        try (RechargeFixture singly = new RechargeFixture(Map.of());
                RechargeFixture together = new RechargeFixture(Map.of())) {
            for (int history = 0; history < HISTORIES; history++) {
                List<Recharge> recharges = recharges(singly);
                assertThat(recharges(together)).extracting(Recharge::reference).isEqualTo(references(recharges));
                List<PaymentEvent> events = events(recharges);
                String name = "seed " + seed + ", history " + history;

                List<String> outcomes =
                        events.stream().map(event -> named(singly.apply(event))).toList();
                List<String> batched = new ArrayList<>();
                for (List<PaymentEvent> batch : cut(events)) {
                    together.applyTogether(batch).forEach(outcome -> batched.add(named(outcome)));
                }

                assertThat(batched).as(name).isEqualTo(outcomes);
                assertThat(left(together)).as(name).isEqualTo(left(singly));
                singly.clock.advance(Duration.ofMinutes(7));
                together.clock.advance(Duration.ofMinutes(7));
            }
        }
    }

    @Test
    void batchesThatMeetOverTheSameRechargesEndAndCreditOnce() {
        try (RechargeFixture hub = new RechargeFixture(Map.of())) {
            List<Recharge> recharges = recharges(hub);
            List<PaymentEvent> captures = recharges.stream()
                    .map(recharge -> event(recharge, PaymentEvent.Type.PAYMENT_CAPTURED, "pi_" + recharge.reference())
                            .build())
                    .toList();
            List<List<PaymentEvent>> batches = new ArrayList<>();
            for (int n = 0; n < 24; n++) {
                List<PaymentEvent> shuffled = new ArrayList<>(captures);
                Collections.shuffle(shuffled, random);
                batches.add(shuffled);
            }
            assertThat(AtOnce.run(batches.size(), n -> hub.applyTogether(batches.get(n))))
                    .as("seed " + seed)
                    .allSatisfy(outcomes -> assertThat(outcomes).hasSize(captures.size()));
            assertThat(hub.count("transfers")).isEqualTo(captures.size());
            assertThat(hub.count("receipts")).isEqualTo(captures.size());
        }
    }

    /** Every second one is of the customer before it. */
    private static List<Recharge> recharges(RechargeFixture hub) {
        List<Recharge> recharges = new ArrayList<>();
        for (int n = 0; n < RECHARGES; n++) {
            recharges.add(n % 2 == 1 ? hub.anotherPending(recharges.getLast(), AMOUNT) : hub.pending(AMOUNT));
        }
        return recharges;
    }

    private static List<String> references(List<Recharge> recharges) {
        return recharges.stream().map(Recharge::reference).toList();
    }

    private List<PaymentEvent> events(List<Recharge> recharges) {
        List<PaymentEvent> events = new ArrayList<>();
        for (Recharge recharge : recharges) {
            for (int n = random.nextInt(6); n > 0; n--) {
                PaymentEvent made = made(recharge, recharges.get(random.nextInt(RECHARGES)));
                events.addAll(Collections.nCopies(1 + random.nextInt(3), made));
            }
        }
        Collections.shuffle(events, random);
        return events;
    }

    private PaymentEvent made(Recharge recharge, Recharge other) {
        String own = "pi_" + recharge.reference();
        PaymentEvent.Type[] types = PaymentEvent.Type.values();
        return switch (random.nextInt(13)) {
            case 0, 1, 2 ->
                of(recharge, PaymentEvent.Type.PAYMENT_CAPTURED, own).build();
            case 3, 4 ->
                of(recharge, PaymentEvent.Type.PAYMENT_CAPTURED, own)
                        .captured(10L * (1 + random.nextInt(1_250)))
                        .build();
            case 5 ->
                of(recharge, PaymentEvent.Type.PAYMENT_CAPTURED, own + "_second")
                        .build();
            case 6 ->
                of(recharge, PaymentEvent.Type.PAYMENT_CAPTURED, "pi_" + other.reference())
                        .build();
            case 7 ->
                of(recharge, PaymentEvent.Type.PAYMENT_CAPTURED, own)
                        .reference(null)
                        .build();
            case 8 ->
                of(recharge, PaymentEvent.Type.PAYMENT_CAPTURED, own)
                        .amount(Money.parse("7.000", recharge.amount().currency()))
                        .build();
            case 9 ->
                of(recharge, PaymentEvent.Type.PAYMENT_CAPTURED, own)
                        .refunded(10)
                        .build();
            case 10 ->
                of(recharge, PaymentEvent.Type.PAYMENT_CAPTURED, own)
                        .signedOnly()
                        .build();
            case 11 ->
                of(recharge, PaymentEvent.Type.PAYMENT_CAPTURED, own)
                        .reference("RCH-NOWHERE")
                        .build();
            default -> of(recharge, types[random.nextInt(types.length)], own).build();
        };
    }

    private static EventBuilder of(Recharge recharge, PaymentEvent.Type type, String payment) {
        return event(recharge, type, payment);
    }

    private List<List<PaymentEvent>> cut(List<PaymentEvent> events) {
        List<List<PaymentEvent>> batches = new ArrayList<>();
        for (int from = 0; from < events.size(); ) {
            int to = Math.min(events.size(), from + 1 + random.nextInt(20));
            batches.add(events.subList(from, to));
            from = to;
        }
        return batches;
    }

    private static String named(PaymentOutcome outcome) {
        return outcome instanceof PaymentOutcome.Credited ? "Credited" : outcome.toString();
    }

    /** Everything but ids that are random, and numbers that count in the order of arrival. */
    private static List<List<Map<String, Object>>> left(RechargeFixture hub) {
        return List.of(
                hub.jdbc.sql("""
                                select r.reference, r.state, r.credited_minor, r.failure_code, r.next_poll_at, w.balance_minor,
                                    w.entry_count
                                from recharge_recharge r join ledger_wallet w on w.id = r.wallet_id order by r.reference
                                """).query().listOfRows(),
                hub.jdbc.sql("""
                                select p.payment_id, r.reference, p.matched, p.captured_minor, p.credited_minor, p.refunded_minor
                                from recharge_payment p join recharge_recharge r on r.id = p.recharge_id order by p.payment_id
                                """).query().listOfRows(),
                hub.jdbc.sql("""
                                select r.reference, e.payment_id, e.captured_total_minor, e.amount_minor, e.reason, t.kind,
                                    t.business_key
                                from recharge_receipt e join recharge_recharge r on r.id = e.recharge_id
                                    join ledger_transfer t on t.id = e.transfer_id
                                order by e.payment_id, e.captured_total_minor
                                """).query().listOfRows(),
                hub.jdbc.sql("""
                                select payment_id, reason, merchant_reference, seen_minor from recharge_park
                                order by payment_id, reason, seen_minor, merchant_reference
                                """).query().listOfRows(),
                hub.jdbc
                        .sql("select payment_id, kind, detail from recharge_task order by payment_id, kind, detail")
                        .query()
                        .listOfRows(),
                hub.jdbc
                        .sql("select kind, count(*) from lane_event group by kind order by kind")
                        .query()
                        .listOfRows(),
                // Of one wallet, the events are stored in the order in which its entries were made.
                hub.jdbc.sql("""
                                select key, numbers from (
                                    select key, array_agg((convert_from(body, 'UTF8')::json #>> '{entryNumber}') order by id) numbers,
                                        array_agg((convert_from(body, 'UTF8')::json #>> '{entryNumber}')
                                            order by (convert_from(body, 'UTF8')::json #>> '{entryNumber}')::bigint) sorted
                                    from lane_event where kind = 'recharge.succeeded' group by key) e
                                where numbers <> sorted
                                """).query().listOfRows());
    }
}
