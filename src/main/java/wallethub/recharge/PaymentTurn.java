package wallethub.recharge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import wallethub.event.BusinessEvent;
import wallethub.gateway.PaymentEvent;
import wallethub.id.RechargeId;
import wallethub.lane.EventPublisher.Originated;
import wallethub.money.Money;
import wallethub.operation.Batched;

/** One payment event on its way through a common transaction: what it is about, what was decided, what it publishes. */
final class PaymentTurn {

    private final Batched<PaymentEvent> command;
    private final List<Originated> published = new ArrayList<>();
    private @Nullable RechargeId rechargeId;
    private @Nullable Recharge recharge;
    private Crediting.@Nullable Capture capture;
    private @Nullable PaymentOutcome outcome;

    PaymentTurn(Batched<PaymentEvent> command) {
        this.command = command;
    }

    PaymentEvent event() {
        return command.command();
    }

    /** Log lines inside are the event's own. */
    void within(Runnable work) {
        command.origin().within(() -> {
            work.run();
            return this;
        });
    }

    /** The recharge of an event that does not carry our reference. */
    void isAbout(RechargeId id) {
        rechargeId = id;
    }

    Optional<RechargeId> rechargeId() {
        return Optional.ofNullable(rechargeId);
    }

    /** As they stand now, locked. */
    void found(Map<String, Recharge> byReference, Map<RechargeId, Recharge> byId) {
        String reference = event().merchantReference();
        recharge = reference != null ? byReference.get(reference) : rechargeId == null ? null : byId.get(rechargeId);
    }

    /** Null for an event whose recharge is not here (yet). */
    @Nullable
    Recharge recharge() {
        return recharge;
    }

    /** Takes what it is about for a round; false when another event of the round has some of it. */
    boolean takes(Set<Object> taken) {
        Set<Object> about = new HashSet<>();
        if (recharge != null) {
            about.add(recharge.id());
        }
        if (event().gatewayPaymentId() != null) {
            about.add(PaymentKey.of(event(), event().gatewayPaymentId()));
        }
        if (event().gatewayCheckoutId() != null) {
            about.add(new PaymentKey(event().gateway(), event().account(), "checkout " + event().gatewayCheckoutId()));
        }
        boolean free = Collections.disjoint(taken, about);
        // Also when it has to wait: what comes after it about the same things must not overtake it.
        taken.addAll(about);
        return free;
    }

    /** It is about captured money, which is credited with that of others. */
    void credits(Recharge to, String paymentId, Money captured) {
        capture = new Crediting.Capture(to, event(), paymentId, captured, command.origin(), false);
    }

    Crediting.Capture capture() {
        if (capture == null) {
            throw new IllegalStateException("event " + event().gatewayEventId() + " is not about money");
        }
        return capture;
    }

    void publish(BusinessEvent event) {
        published.add(new Originated(event, command.origin()));
    }

    List<Originated> published() {
        return List.copyOf(published);
    }

    void decide(PaymentOutcome decided) {
        outcome = decided;
    }

    boolean isDecided() {
        return outcome != null;
    }

    PaymentOutcome outcome() {
        if (outcome == null) {
            throw new IllegalStateException("event " + event().gatewayEventId() + " was not decided");
        }
        return outcome;
    }
}
