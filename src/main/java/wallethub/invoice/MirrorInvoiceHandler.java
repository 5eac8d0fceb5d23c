package wallethub.invoice;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.customer.ErasedCustomers;
import wallethub.id.InvoiceId;
import wallethub.mapping.Outcome;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code mirror-invoice}: what the ERP's feed says becomes what customers read; the last change wins. */
@Component
class MirrorInvoiceHandler implements TransactionHandler<MirrorInvoice, MirrorOutcome> {

    private final InvoiceStore store;
    private final Customers customers;
    private final ErasedCustomers erased;
    private final Clock clock;

    MirrorInvoiceHandler(InvoiceStore store, Customers customers, ErasedCustomers erased, Clock clock) {
        this.store = store;
        this.customers = customers;
        this.erased = erased;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "mirror-invoice";
    }

    @Override
    public Class<MirrorInvoice> command() {
        return MirrorInvoice.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute("erp-feed-apply");
    }

    @Override
    public MirrorOutcome handle(MirrorInvoice command, Caller caller) {
        Optional<Customer> customer = customers.findByExternalId(command.customer());
        if (customer.isEmpty()) {
            return erased.has(command.customer())
                    ? new MirrorOutcome.CustomerErased()
                    : new MirrorOutcome.CustomerUnknown();
        }
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return store.mirror(InvoiceId.next(), command, customer.get().id(), at)
                .<MirrorOutcome>map(MirrorOutcome.Mirrored::new)
                .orElseGet(() -> new MirrorOutcome.OldVersion(store.changedAt(command)));
    }

    @Override
    public Answer answer(MirrorOutcome outcome) {
        return switch (outcome) {
            case MirrorOutcome.Mirrored mirrored ->
                Answer.settled(Outcome.SUCCESS, "INVOICE_MIRRORED", "mirrored as " + mirrored.invoice());
            case MirrorOutcome.OldVersion old ->
                Answer.settled(
                        Outcome.DISCARD, "INVOICE_VERSION_OLD", "the change of " + old.known() + " is known already");
            case MirrorOutcome.CustomerErased gone ->
                Answer.settled(Outcome.DISCARD, ErasedCustomers.CODE, "its customer was erased");
            case MirrorOutcome.CustomerUnknown unknown ->
                Answer.settled(Outcome.RETRY, "CUSTOMER_UNKNOWN", "the customer has not arrived from the CRM yet");
        };
    }
}
