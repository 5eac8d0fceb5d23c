package wallethub.recharge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.event.RechargeFailed;
import wallethub.gateway.ExpireOutcome;
import wallethub.gateway.GatewayAccount;
import wallethub.gateway.GatewayAccounts;
import wallethub.gateway.Gateways;
import wallethub.gateway.OpenCheckout;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.RechargeId;
import wallethub.lane.EventPublisher;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CallingHandler;
import wallethub.problem.ErrorCode;

/**
 * Cancels a recharge that nobody has paid: the checkout is closed at the gateway first, so that it cannot be paid any more.
 * A bank transfer has none; it is only waited for no longer.
 *
 * <p>Money that comes all the same is credited as late; the gateway is asked after it as before.
 */
@Component
class CancelRechargeHandler
        implements CallingHandler<CancelRecharge, PreparedCancellation, ExpireOutcome, CancelRechargeOutcome> {

    static final String FAILURE_CODE = "CANCELLED_BY_CUSTOMER";
    private static final Logger log = LoggerFactory.getLogger(CancelRechargeHandler.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
    private static final Set<RechargeState> CANCELLABLE =
            EnumSet.of(RechargeState.CREATED, RechargeState.UNKNOWN, RechargeState.PENDING);

    private final GatewayAccounts accounts;
    private final Gateways gateways;
    private final RechargeStore recharges;
    private final BankTransfers transfers;
    private final EventPublisher events;
    private final Clock clock;

    CancelRechargeHandler(
            GatewayAccounts accounts,
            Gateways gateways,
            RechargeStore recharges,
            BankTransfers transfers,
            EventPublisher events,
            Clock clock) {
        this.accounts = accounts;
        this.gateways = gateways;
        this.recharges = recharges;
        this.transfers = transfers;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "cancel-recharge";
    }

    @Override
    public Class<CancelRecharge> command() {
        return CancelRecharge.class;
    }

    @Override
    public Class<PreparedCancellation> prepared() {
        return PreparedCancellation.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.RECHARGE_CREATE);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    @Override
    public Preparation<PreparedCancellation, CancelRechargeOutcome> prepare(CancelRecharge command, Caller caller) {
        Optional<Recharge> own = own(command, caller.customer());
        if (own.isEmpty()) {
            return new Preparation.Decided<>(new CancelRechargeOutcome.Missing());
        }
        Recharge recharge = own.get();
        if (recharge.state() == RechargeState.AWAITING_CONFIRMATION) {
            transfers.end(recharge, RechargeState.CANCELLED, FAILURE_CODE, now());
            return new Preparation.Decided<>(cancelled(recharge.id()));
        }
        if (!CANCELLABLE.contains(recharge.state())) {
            return new Preparation.Decided<>(new CancelRechargeOutcome.Conflict(recharge.state()));
        }
        if (recharges.isBeingMade(recharge.id(), now())) {
            return new Preparation.Decided<>(new CancelRechargeOutcome.BeingMade());
        }
        return new Preparation.Call<>(new PreparedCancellation(
                recharge.id(),
                recharge.account(),
                new OpenCheckout(recharge.reference(), recharge.checkoutId(), recharge.createdAt())));
    }

    private Optional<Recharge> own(CancelRecharge command, @Nullable CustomerId customer) {
        return customer == null || !RechargeId.isValid(command.id())
                ? Optional.empty()
                : recharges.lock(new RechargeId(command.id()), customer);
    }

    @Override
    public ExpireOutcome call(PreparedCancellation prepared) {
        Optional<GatewayAccount> account = accounts.find(prepared.account());
        return account.isEmpty()
                ? new ExpireOutcome.Unavailable("ACCOUNT_UNKNOWN", null)
                : gateways.named(account.get().gateway()).expire(account.get(), prepared.checkout());
    }

    @Override
    public CancelRechargeOutcome finish(PreparedCancellation prepared, ExpireOutcome result, Caller caller) {
        return switch (result) {
            case ExpireOutcome.Closed closed -> closed(prepared.recharge());
            case ExpireOutcome.Completed completed -> new CancelRechargeOutcome.Completed();
            case ExpireOutcome.Unavailable unavailable -> unavailable(prepared.recharge(), unavailable);
        };
    }

    private CancelRechargeOutcome closed(RechargeId id) {
        Instant now = now();
        Recharge recharge =
                recharges.lock(id).orElseThrow(() -> new IllegalStateException("recharge " + id + " is gone"));
        // The gateway's callback about the end that we asked for may have been faster; the failure is told already.
        boolean overtaken = recharge.state() == RechargeState.EXPIRED;
        if (!overtaken && !CANCELLABLE.contains(recharge.state())) {
            return new CancelRechargeOutcome.Conflict(recharge.state());
        }
        recharges.moved(id, RechargeState.CANCELLED, FAILURE_CODE, now);
        if (!overtaken) {
            events.publish(List.of(failed(recharge, now)));
        }
        log.atInfo()
                .addKeyValue("rechargeId", id)
                .addKeyValue("state", RechargeState.CANCELLED.wire())
                .log("recharge cancelled by its customer");
        return cancelled(id);
    }

    private CancelRechargeOutcome cancelled(RechargeId id) {
        return new CancelRechargeOutcome.Cancelled(
                RechargeView.of(recharges.lock(id).orElseThrow(), Optional.empty()));
    }

    private static RechargeFailed failed(Recharge recharge, Instant now) {
        return new RechargeFailed(
                EventId.next(),
                recharge.wallet(),
                recharge.customer(),
                recharge.id(),
                recharge.reference(),
                recharge.amount(),
                FAILURE_CODE,
                now);
    }

    private static CancelRechargeOutcome unavailable(RechargeId id, ExpireOutcome.Unavailable unavailable) {
        log.atWarn()
                .addKeyValue("rechargeId", id)
                .addKeyValue("code", unavailable.code())
                .log("checkout not closed");
        Duration after = unavailable.retryAfter();
        return new CancelRechargeOutcome.Unavailable(after == null ? RETRY_AFTER : after);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public Answer answer(CancelRechargeOutcome outcome) {
        return switch (outcome) {
            case CancelRechargeOutcome.Cancelled cancelled -> Answer.ok(cancelled.recharge());
            case CancelRechargeOutcome.Missing missing -> Answer.nothingHere();
            case CancelRechargeOutcome.Conflict conflict ->
                new Answer.Refusal(
                        ErrorCode.STATE_CONFLICT,
                        "a recharge that is " + conflict.state().wire() + " cannot be cancelled",
                        Map.of("state", conflict.state().wire()));
            case CancelRechargeOutcome.BeingMade being ->
                Answer.refused(ErrorCode.STATE_CONFLICT, "its checkout is being made at this moment");
            case CancelRechargeOutcome.Completed completed ->
                Answer.refused(ErrorCode.STATE_CONFLICT, "the customer has been through the checkout already");
            case CancelRechargeOutcome.Unavailable unavailable ->
                new Answer.Refusal(
                        ErrorCode.GATEWAY_UNAVAILABLE,
                        "the gateway did not answer; nothing has changed",
                        Map.of("retryAfterSeconds", unavailable.retryAfter().toSeconds()));
        };
    }
}
