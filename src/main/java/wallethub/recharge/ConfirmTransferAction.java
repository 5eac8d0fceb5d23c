package wallethub.recharge;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalAction;
import wallethub.approval.Check;
import wallethub.approval.Execution;
import wallethub.id.ApprovalId;
import wallethub.lane.EventPublisher;
import wallethub.lane.Origin;
import wallethub.mapping.Mappings;
import wallethub.problem.ErrorCode;

/**
 * Credits one line of a bank's statement to whoever announced the transfer: what came, not what was announced.
 *
 * <p>In whatever state the recharge is: money that came is never kept uncredited. A second line for the same recharge is
 * credited as a further payment, with a task for finance.
 */
@Component
class ConfirmTransferAction implements ApprovalAction<ConfirmedTransfer> {

    // A bank may value a transfer before the weekend on which it was announced.
    private static final int EARLIER_DAYS = 7;

    private final RechargeStore recharges;
    private final BankCreditStore lines;
    private final Crediting crediting;
    private final EventPublisher events;
    private final BankTransferSettings settings;
    private final Mappings mappings;
    private final Clock clock;

    ConfirmTransferAction(
            RechargeStore recharges,
            BankCreditStore lines,
            Crediting crediting,
            EventPublisher events,
            RechargeSettings settings,
            Mappings mappings,
            Clock clock) {
        this.recharges = recharges;
        this.lines = lines;
        this.crediting = crediting;
        this.events = events;
        this.settings = settings.bankTransfer();
        this.mappings = mappings;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "transfer.confirm";
    }

    @Override
    public Class<ConfirmedTransfer> payload() {
        return ConfirmedTransfer.class;
    }

    @Override
    public StaffPermission maker() {
        return StaffPermission.TRANSFER_CONFIRM;
    }

    @Override
    public StaffPermission checker() {
        return StaffPermission.TRANSFER_CONFIRM_APPROVE;
    }

    @Override
    public Optional<StaffPermission> largeChecker() {
        return Optional.of(StaffPermission.TRANSFER_CONFIRM_APPROVE_LARGE);
    }

    /** The order of the refusals is a test. */
    @Override
    public Check check(ConfirmedTransfer line, Caller maker) {
        Optional<Recharge> found = recharges.find(line.rechargeId());
        if (found.isEmpty() || found.get().method() != RechargeMethod.BANK_TRANSFER) {
            return new Check.Refused(ErrorCode.NOT_FOUND, "no such bank transfer");
        }
        Recharge recharge = found.get();
        if (!line.received().currency().equals(recharge.amount().currency())) {
            return new Check.Refused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "the wallet is in " + recharge.amount().currencyCode());
        }
        if (!line.received().isPositive()) {
            return unfit("amount is more than zero");
        }
        if (line.bankReference().isEmpty()) {
            return unfit("bankReference has letters or digits");
        }
        if (settings.find(line.bankAccount(), line.received().currency()).isEmpty()) {
            return unfit(
                    "bankAccount is one of ours that takes " + line.received().currencyCode());
        }
        if (!isPlausible(line.valueDate(), recharge)) {
            return unfit("valueDate is not in the future, and at most " + EARLIER_DAYS
                    + " days before the transfer was announced");
        }
        return lines.isCredited(line)
                ? new Check.Refused(ErrorCode.STATE_CONFLICT, "this line of the statement was credited already")
                : new Check.Fits(recharge.id().text(), Optional.of(line.received()), state(recharge));
    }

    private static Check unfit(String rule) {
        return new Check.Refused(ErrorCode.VALIDATION_FAILED, rule);
    }

    private boolean isPlausible(LocalDate valueDate, Recharge recharge) {
        ZoneId zone = mappings.businessZone();
        LocalDate announced = LocalDate.ofInstant(recharge.createdAt(), zone);
        return !valueDate.isAfter(LocalDate.ofInstant(clock.instant(), zone))
                && !valueDate.isBefore(announced.minusDays(EARLIER_DAYS));
    }

    /** That it expired or was cancelled meanwhile changes nothing; another credit or a rejection does. */
    private static String state(Recharge recharge) {
        return (recharge.state() == RechargeState.FAILED ? "rejected " : "open ") + recharge.credited();
    }

    @Override
    public Execution execute(ApprovalId id, ConfirmedTransfer line, Caller checker) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Recharge recharge = recharges
                .lock(line.rechargeId())
                .orElseThrow(() -> new IllegalStateException("recharge " + line.rechargeId() + " is gone"));
        Crediting.Capture capture = new Crediting.Capture(
                recharge,
                line.event(id, mappings.businessZone()),
                line.paymentId(),
                line.received(),
                Origin.current(),
                true);
        return switch (crediting.credit(List.of(capture), now).getFirst()) {
            case Crediting.Decision.Credited credited -> credited(id, line, credited, checker, now);
            case Crediting.Decision.Nothing nothing ->
                new Execution.Refused(ErrorCode.STATE_CONFLICT, "this line of the statement was credited already");
            case Crediting.Decision.Refused refused ->
                new Execution.Refused(
                        ErrorCode.STATE_CONFLICT,
                        refused.reason().equals("PAYMENT_OF_ANOTHER_RECHARGE")
                                ? "this line of the statement was credited to another recharge"
                                : "it cannot be credited: " + refused.reason());
        };
    }

    private Execution credited(
            ApprovalId id, ConfirmedTransfer line, Crediting.Decision.Credited credited, Caller checker, Instant now) {
        lines.insert(line, credited.event().transferId(), id, checker, now);
        events.publish(credited.events());
        return new Execution.Done(Map.of(
                "receiptId",
                credited.receipt().text(),
                "transferId",
                credited.event().transferId().text()));
    }
}
