package wallethub.recharge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.gateway.ConfirmOutcome;
import wallethub.gateway.GatewayAccount;
import wallethub.gateway.GatewayAccounts;
import wallethub.gateway.Gateways;
import wallethub.id.EventId;
import wallethub.id.RechargeId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CallingHandler;
import wallethub.problem.ErrorCode;

/**
 * Asks the gateway's status API after one recharge now, and applies its answer as if the sweeper had asked. What it says is
 * credited by the rules of any payment, so asking often credits once.
 */
@Component
class ResyncRechargeHandler implements CallingHandler<ResyncRecharge, PreparedQuestion, ConfirmOutcome, ResyncOutcome> {

    private static final Logger log = LoggerFactory.getLogger(ResyncRechargeHandler.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final GatewayAccounts accounts;
    private final Gateways gateways;
    private final RechargeStore recharges;
    private final ApplyPaymentHandler payments;
    private final AuditLog audit;
    private final Clock clock;

    ResyncRechargeHandler(
            GatewayAccounts accounts,
            Gateways gateways,
            RechargeStore recharges,
            ApplyPaymentHandler payments,
            AuditLog audit,
            Clock clock) {
        this.accounts = accounts;
        this.gateways = gateways;
        this.recharges = recharges;
        this.payments = payments;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "resync-recharge";
    }

    @Override
    public Class<ResyncRecharge> command() {
        return ResyncRecharge.class;
    }

    @Override
    public Class<PreparedQuestion> prepared() {
        return PreparedQuestion.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.RECHARGE_RESYNC);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    @Override
    public Preparation<PreparedQuestion, ResyncOutcome> prepare(ResyncRecharge command, Caller caller) {
        Optional<Recharge> found =
                RechargeId.isValid(command.id()) ? recharges.find(new RechargeId(command.id())) : Optional.empty();
        if (found.isEmpty()) {
            return new Preparation.Decided<>(new ResyncOutcome.Missing());
        }
        Recharge recharge = found.get();
        Optional<GatewayAccount> account = accounts.find(recharge.account());
        if (recharge.method() != RechargeMethod.CARD || account.isEmpty()) {
            return new Preparation.Decided<>(new ResyncOutcome.NotAtGateway());
        }
        if (recharges.isBeingMade(recharge.id(), clock.instant())) {
            return new Preparation.Decided<>(new ResyncOutcome.BeingMade());
        }
        String key = "resync-" + recharge.reference() + "-" + EventId.next();
        return new Preparation.Call<>(
                PreparedQuestion.of(recharge, key, account.get().live()));
    }

    @Override
    public ConfirmOutcome call(PreparedQuestion prepared) {
        Optional<GatewayAccount> account = accounts.find(prepared.account());
        return account.isEmpty()
                ? new ConfirmOutcome.Unavailable("ACCOUNT_UNKNOWN", null)
                : gateways.named(prepared.gateway()).confirm(account.get(), prepared.event());
    }

    @Override
    public ResyncOutcome finish(PreparedQuestion prepared, ConfirmOutcome result, Caller caller) {
        return switch (result) {
            case ConfirmOutcome.Confirmed confirmed -> applied(prepared, confirmed, caller);
            case ConfirmOutcome.Unavailable unavailable -> unavailable(prepared, unavailable);
        };
    }

    private ResyncOutcome applied(PreparedQuestion prepared, ConfirmOutcome.Confirmed confirmed, Caller caller) {
        String found = code(payments.handle(confirmed.event(), caller));
        audit.record(new AuditEntry(
                caller, "recharge.resync", prepared.recharge().text(), null, null, found, caller.address()));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new ResyncOutcome.Answered(
                found, StaffRecharge.of(recharges.find(prepared.recharge()).orElseThrow(), now));
    }

    private static String code(PaymentOutcome outcome) {
        return switch (outcome) {
            case PaymentOutcome.Credited credited -> "CREDITED";
            case PaymentOutcome.Moved moved -> "MOVED";
            case PaymentOutcome.Unchanged unchanged -> "UNCHANGED";
            case PaymentOutcome.Parked parked -> "PARKED";
            case PaymentOutcome.Orphan orphan -> "UNCHANGED";
            case PaymentOutcome.Unconfirmed unconfirmed -> "UNCHANGED";
            case PaymentOutcome.AccountUnknown unknown -> "UNCHANGED";
            case PaymentOutcome.Noted noted -> "UNCHANGED";
            case PaymentOutcome.Ignored ignored -> "UNCHANGED";
        };
    }

    private static ResyncOutcome unavailable(PreparedQuestion prepared, ConfirmOutcome.Unavailable unavailable) {
        log.atWarn()
                .addKeyValue("rechargeId", prepared.recharge())
                .addKeyValue("code", unavailable.code())
                .log("resync unanswered");
        Duration after = unavailable.retryAfter();
        return new ResyncOutcome.Unavailable(after == null ? RETRY_AFTER : after);
    }

    @Override
    public Answer answer(ResyncOutcome outcome) {
        return switch (outcome) {
            case ResyncOutcome.Answered answered -> Answer.ok(answered);
            case ResyncOutcome.Missing missing -> Answer.nothingHere();
            case ResyncOutcome.NotAtGateway elsewhere ->
                Answer.refused(
                        ErrorCode.STATE_CONFLICT, "no gateway of ours has it; a bank transfer is confirmed by people");
            case ResyncOutcome.BeingMade being ->
                Answer.refused(ErrorCode.STATE_CONFLICT, "its checkout is being made at this moment");
            case ResyncOutcome.Unavailable unavailable ->
                new Answer.Refusal(
                        ErrorCode.GATEWAY_UNAVAILABLE,
                        "the gateway did not answer; nothing has changed",
                        Map.of("retryAfterSeconds", unavailable.retryAfter().toSeconds()));
        };
    }
}
