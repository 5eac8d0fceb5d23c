package wallethub.reporting;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.mapping.Mappings;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code get-past-balance}: what the customer had, by the lines that were booked until then. */
@Component
class GetPastBalanceHandler implements TransactionHandler<GetPastBalance, Optional<PastBalance>> {

    private final PastBalanceStore balances;
    private final Mappings mappings;
    private final Clock clock;

    GetPastBalanceHandler(PastBalanceStore balances, Mappings mappings, Clock clock) {
        this.balances = balances;
        this.mappings = mappings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "get-past-balance";
    }

    @Override
    public Class<GetPastBalance> command() {
        return GetPastBalance.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.WALLET_VIEW);
    }

    @Override
    public Optional<PastBalance> handle(GetPastBalance command, Caller caller) {
        Instant now = clock.instant();
        PastMoment moment =
                command.at() == null ? PastMoment.at(now) : PastMoment.of(command.at(), mappings.businessZone(), now);
        return caller.customer() == null ? Optional.empty() : balances.ofCustomer(caller.customer(), moment);
    }

    @Override
    public Answer answer(Optional<PastBalance> outcome) {
        return outcome.map(Answer::ok).orElseGet(Answer::nothingHere);
    }
}
