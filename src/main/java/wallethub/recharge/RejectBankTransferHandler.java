package wallethub.recharge;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.RechargeId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Ends a bank transfer that will not come; its customer is told as of any recharge that failed. Moves no money. */
@Component
class RejectBankTransferHandler
        implements TransactionHandler<RejectBankTransfer, RejectBankTransferHandler.RejectOutcome> {

    private final RechargeStore recharges;
    private final BankTransfers transfers;
    private final AuditLog audit;
    private final Clock clock;

    RejectBankTransferHandler(RechargeStore recharges, BankTransfers transfers, AuditLog audit, Clock clock) {
        this.recharges = recharges;
        this.transfers = transfers;
        this.audit = audit;
        this.clock = clock;
    }

    /** What became of it. */
    sealed interface RejectOutcome {

        record Rejected(StaffRecharge transfer) implements RejectOutcome {}

        record Missing() implements RejectOutcome {}

        record Conflict(RechargeState state) implements RejectOutcome {}
    }

    @Override
    public String name() {
        return "reject-bank-transfer";
    }

    @Override
    public Class<RejectBankTransfer> command() {
        return RejectBankTransfer.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.TRANSFER_CONFIRM);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    @Override
    public RejectOutcome handle(RejectBankTransfer command, Caller caller) {
        Optional<Recharge> found =
                RechargeId.isValid(command.id()) ? recharges.lock(new RechargeId(command.id())) : Optional.empty();
        if (found.isEmpty() || found.get().method() != RechargeMethod.BANK_TRANSFER) {
            return new RejectOutcome.Missing();
        }
        Recharge transfer = found.get();
        if (transfer.state() != RechargeState.AWAITING_CONFIRMATION) {
            return new RejectOutcome.Conflict(transfer.state());
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        transfers.end(transfer, RechargeState.FAILED, BankTransfers.REJECTED, now);
        audit.record(new AuditEntry(
                caller, "transfer.reject", transfer.id().text(), null, null, command.reason(), caller.address()));
        return new RejectOutcome.Rejected(
                StaffRecharge.of(recharges.lock(transfer.id()).orElseThrow(), now));
    }

    @Override
    public Answer answer(RejectOutcome outcome) {
        return switch (outcome) {
            case RejectOutcome.Rejected rejected -> Answer.ok(rejected.transfer());
            case RejectOutcome.Missing missing -> Answer.nothingHere();
            case RejectOutcome.Conflict conflict ->
                new Answer.Refusal(
                        ErrorCode.STATE_CONFLICT,
                        "a bank transfer that is " + conflict.state().wire() + " is not waited for",
                        Map.of("state", conflict.state().wire()));
        };
    }
}
