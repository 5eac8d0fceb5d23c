package wallethub.reporting;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.mapping.Mappings;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code get-wallet-past-balance}: what any wallet had, by the lines that were booked until then. */
@Component
class GetWalletPastBalanceHandler implements TransactionHandler<GetWalletPastBalance, Optional<PastBalance>> {

    private final PastBalanceStore balances;
    private final Mappings mappings;
    private final Clock clock;

    GetWalletPastBalanceHandler(PastBalanceStore balances, Mappings mappings, Clock clock) {
        this.balances = balances;
        this.mappings = mappings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "get-wallet-past-balance";
    }

    @Override
    public Class<GetWalletPastBalance> command() {
        return GetWalletPastBalance.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.LEDGER_VIEW);
    }

    @Override
    public Optional<PastBalance> handle(GetWalletPastBalance command, Caller caller) {
        Instant now = clock.instant();
        PastMoment moment =
                command.at() == null ? PastMoment.at(now) : PastMoment.of(command.at(), mappings.businessZone(), now);
        return balances.ofWallet(command.id(), moment);
    }

    @Override
    public Answer answer(Optional<PastBalance> outcome) {
        return outcome.map(Answer::ok).orElseGet(Answer::nothingHere);
    }
}
