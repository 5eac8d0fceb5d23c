package wallethub.checkout;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.ledger.Ledger;
import wallethub.mapping.Outcome;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code expire-holds}: money that wallets hold, for whomever, is available again when its time has come. */
@Component
class ExpireHoldsHandler implements TransactionHandler<ExpireHolds, Integer> {

    private final Ledger ledger;
    private final CheckoutSettings settings;

    ExpireHoldsHandler(Ledger ledger, CheckoutSettings settings) {
        this.ledger = ledger;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "expire-holds";
    }

    @Override
    public Class<ExpireHolds> command() {
        return ExpireHolds.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute("checkout-holds");
    }

    @Override
    public Integer handle(ExpireHolds command, Caller caller) {
        return ledger.expireHolds(settings.batch());
    }

    @Override
    public Answer answer(Integer expired) {
        return Answer.settled(Outcome.SUCCESS, "EXPIRED", expired + " holds");
    }
}
