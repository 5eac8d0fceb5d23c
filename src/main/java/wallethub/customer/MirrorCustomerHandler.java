package wallethub.customer;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.lane.EventPublisher;
import wallethub.mapping.Outcome;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code mirror-customer}: what the CRM's feed says becomes a customer with a wallet, or a change of one. */
@Component
class MirrorCustomerHandler implements TransactionHandler<MirrorCustomer, MirrorOutcome> {

    private final CustomerMirror mirror;
    private final EventPublisher events;
    private final ObjectProvider<MergeListener> listeners;

    MirrorCustomerHandler(CustomerMirror mirror, EventPublisher events, ObjectProvider<MergeListener> listeners) {
        this.mirror = mirror;
        this.events = events;
        this.listeners = listeners;
    }

    @Override
    public String name() {
        return "mirror-customer";
    }

    @Override
    public Class<MirrorCustomer> command() {
        return MirrorCustomer.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute("customers-mirror");
    }

    @Override
    public MirrorOutcome handle(MirrorCustomer command, Caller caller) {
        MirrorOutcome outcome = mirror.apply(command);
        if (outcome instanceof MirrorOutcome.Mirrored mirrored) {
            events.publish(List.of(mirrored.event()));
        }
        if (outcome instanceof MirrorOutcome.Merged merged) {
            merged.customer()
                    .ifPresent(customer -> listeners.forEach(listener -> listener.merged(customer, merged.survivor())));
        }
        return outcome;
    }

    @Override
    public Answer answer(MirrorOutcome outcome) {
        return switch (outcome) {
            case MirrorOutcome.Mirrored mirrored ->
                Answer.settled(
                        Outcome.SUCCESS,
                        "CUSTOMER_MIRRORED",
                        "mirrored as " + mirrored.event().customerId());
            case MirrorOutcome.Unchanged unchanged ->
                Answer.settled(Outcome.SUCCESS, "CUSTOMER_UNCHANGED", unchanged.customer() + " says the same");
            case MirrorOutcome.Merged merged ->
                Answer.settled(
                        Outcome.SUCCESS,
                        "CUSTOMER_MERGED",
                        "follows " + merged.survivor().id() + " from now on");
            case MirrorOutcome.OldVersion old ->
                Answer.settled(Outcome.DISCARD, "CUSTOMER_VERSION_OLD", "version " + old.known() + " is known already");
            case MirrorOutcome.MergedBefore before ->
                Answer.settled(Outcome.DISCARD, "CUSTOMER_MERGED_BEFORE", "it was merged into another customer before");
            case MirrorOutcome.ErasedBefore erased ->
                Answer.settled(Outcome.DISCARD, ErasedCustomers.CODE, "it was erased before");
            case MirrorOutcome.CurrencyChanged changed ->
                Answer.settled(
                        Outcome.FATAL,
                        "CUSTOMER_CURRENCY_CHANGED",
                        "a wallet keeps its currency: it is in " + changed.wallet() + ", not " + changed.wanted());
            case MirrorOutcome.SurvivorUnknown unknown ->
                Answer.settled(
                        Outcome.RETRY, "CUSTOMER_SURVIVOR_UNKNOWN", "the surviving customer has not arrived yet");
            case MirrorOutcome.MergedInCircle circle ->
                Answer.settled(Outcome.FATAL, "CUSTOMER_MERGED_IN_CIRCLE", "it would be merged into itself");
        };
    }
}
