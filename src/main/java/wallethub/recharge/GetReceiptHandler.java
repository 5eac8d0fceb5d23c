package wallethub.recharge;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.id.ReceiptId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Shows a customer one receipt; another customer's is not there. */
@Component
class GetReceiptHandler implements TransactionHandler<GetReceipt, Optional<ReceiptView>> {

    private final PaymentStore payments;

    GetReceiptHandler(PaymentStore payments) {
        this.payments = payments;
    }

    @Override
    public String name() {
        return "get-receipt";
    }

    @Override
    public Class<GetReceipt> command() {
        return GetReceipt.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.RECHARGE_VIEW);
    }

    @Override
    public Optional<ReceiptView> handle(GetReceipt command, Caller caller) {
        return ReceiptId.isValid(command.id()) && caller.customer() != null
                ? payments.findReceipt(new ReceiptId(command.id()), caller.customer())
                        .map(ReceiptView::of)
                : Optional.empty();
    }

    @Override
    public Answer answer(Optional<ReceiptView> outcome) {
        return outcome.map(Answer::ok).orElseGet(Answer::nothingHere);
    }
}
