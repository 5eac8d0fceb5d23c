package wallethub.privacy;

import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.customer.CustomerErasure;
import wallethub.customer.ErasedCustomers;
import wallethub.mapping.Outcome;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/**
 * Operation {@code erase-mirrored-customer}: what the CRM has erased is erased here. While anything of the customer's is not over
 * it is held, asked again every {@code hub.lane.hold}, and whatever the CRM tells of the customer waits behind it.
 */
@Component
class EraseMirroredCustomerHandler implements TransactionHandler<EraseMirroredCustomer, CustomerErasure.Outcome> {

    private final CustomerErasure erasure;
    private final AuditLog audit;

    EraseMirroredCustomerHandler(CustomerErasure erasure, AuditLog audit) {
        this.erasure = erasure;
        this.audit = audit;
    }

    @Override
    public String name() {
        return "erase-mirrored-customer";
    }

    @Override
    public Class<EraseMirroredCustomer> command() {
        return EraseMirroredCustomer.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute("customers-mirror");
    }

    @Override
    public CustomerErasure.Outcome handle(EraseMirroredCustomer command, Caller caller) {
        CustomerErasure.Outcome outcome = erasure.eraseAsTold(command.externalId());
        if (outcome instanceof CustomerErasure.Outcome.Erased erased) {
            audit.record(
                    AuditEntry.of(caller, "customer.erase", erased.customer().text(), "told by the CRM"));
        }
        return outcome;
    }

    @Override
    public Answer answer(CustomerErasure.Outcome outcome) {
        return switch (outcome) {
            case CustomerErasure.Outcome.Erased erased ->
                Answer.settled(Outcome.SUCCESS, ErasedCustomers.CODE, erased.customer() + " is erased");
            case CustomerErasure.Outcome.ErasedBefore before ->
                Answer.settled(Outcome.DISCARD, ErasedCustomers.CODE, "it was erased before");
            case CustomerErasure.Outcome.Unknown unknown ->
                Answer.settled(Outcome.SUCCESS, ErasedCustomers.CODE, "it was never here, and will not be");
            case CustomerErasure.Outcome.Hindered hindered ->
                Answer.settled(Outcome.HOLD, "CUSTOMER_NOT_OVER", hindered.words());
        };
    }
}
