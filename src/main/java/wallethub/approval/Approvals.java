package wallethub.approval;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.id.ApprovalId;
import wallethub.id.StaffId;
import wallethub.money.Money;
import wallethub.operation.Answer;
import wallethub.operation.CanonicalJson;
import wallethub.problem.ErrorCode;

/** Where something is asked for that another person has to decide. */
@Component
public class Approvals {

    private static final Logger log = LoggerFactory.getLogger(Approvals.class);

    private final ApprovalStore store;
    private final ApprovalLimits limits;
    private final ApprovalSeal seal;
    private final ApprovalSettings settings;
    private final AuditLog audit;
    private final Clock clock;

    Approvals(
            ApprovalStore store,
            ApprovalLimits limits,
            ApprovalSeal seal,
            ApprovalSettings settings,
            AuditLog audit,
            Clock clock) {
        this.store = store;
        this.limits = limits;
        this.seal = seal;
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
    }

    /** Within the maker's transaction; counts his limit of the day. A refusal has changed nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public <P> ApprovalOutcome request(ApprovalAction<P> action, P payload, String reason, Caller maker) {
        if (!maker.may(action.maker())) {
            return new ApprovalOutcome.Refused(ErrorCode.FORBIDDEN, "the caller may not ask for " + action.kind());
        }
        return switch (action.check(payload, maker)) {
            case Check.Refused refused -> new ApprovalOutcome.Refused(refused.code(), refused.detail());
            case Check.Fits fits -> withinLimits(wish(action, payload, fits, reason, maker), action.alone(), maker);
        };
    }

    private static <P> ApprovalRequest.Wish wish(
            ApprovalAction<P> action, P payload, Check.Fits fits, String reason, Caller maker) {
        String canonical = CanonicalJson.text(payload);
        if (!CanonicalJson.read(canonical, action.payload()).equals(payload)) {
            throw new IllegalStateException("a payload of " + action.kind() + " is another one in its canonical form");
        }
        return new ApprovalRequest.Wish(
                action.kind(),
                fits.object(),
                fits.amount().orElse(null),
                canonical,
                fits.state(),
                reason,
                maker.staff());
    }

    private ApprovalOutcome withinLimits(ApprovalRequest.Wish wish, boolean alone, Caller maker) {
        Instant now = now();
        store.lockMaker(wish.maker());
        if (store.pendingOf(wish.maker(), now) >= settings.openMax()) {
            return new ApprovalOutcome.Refused(
                    ErrorCode.STATE_CONFLICT, settings.openMax() + " requests of the caller wait already");
        }
        Money amount = wish.amount();
        if (amount != null && exceedsTheDay(wish.maker(), ApprovalLimits.size(amount), now)) {
            return new ApprovalOutcome.Refused(
                    ErrorCode.AMOUNT_ABOVE_MAXIMUM,
                    "with it the caller would have asked for more than " + limits.daily(amount.currency()) + " today");
        }
        // What is overdue stands in nobody's way.
        store.expire(wish.kind(), wish.object(), now).forEach(this::expired);
        return stored(
                seal.sealed(new ApprovalRequest(
                        ApprovalId.next(),
                        wish,
                        "",
                        alone,
                        now,
                        now.plus(settings.lifetime()).truncatedTo(ChronoUnit.MICROS),
                        ApprovalState.PENDING,
                        1,
                        null)),
                maker,
                now);
    }

    private boolean exceedsTheDay(StaffId maker, Money amount, Instant now) {
        long askedFor = store.askedFor(maker, amount.currencyCode(), limits.startOfDay(now));
        return askedFor > limits.daily(amount.currency()).minus(amount).minorUnits();
    }

    private ApprovalOutcome stored(ApprovalRequest request, Caller maker, Instant now) {
        ApprovalRequest.Wish wish = request.wish();
        if (!store.insert(request)) {
            return new ApprovalOutcome.Refused(
                    ErrorCode.STATE_CONFLICT, "another " + wish.kind() + " of " + wish.object() + " waits already");
        }
        audit.record(new AuditEntry(
                maker,
                "approval.request",
                request.id().text(),
                null,
                request.hash(),
                wish.kind() + " " + wish.object() + ": " + wish.reason(),
                maker.address()));
        log.atInfo()
                .addKeyValue("approvalId", request.id())
                .addKeyValue("kind", wish.kind())
                .addKeyValue("object", wish.object())
                .addKeyValue("maker", wish.maker())
                .log("approval requested");
        return new ApprovalOutcome.Requested(request.shown(now));
    }

    private void expired(String id) {
        audit.record(AuditEntry.of(Caller.system(ExpireApprovalsHandler.ROUTE), "approval.expire", id, null));
    }

    /** To the microsecond, as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** 202 with the approval and its entity tag, or the refusal. */
    public static Answer answer(ApprovalOutcome outcome) {
        return switch (outcome) {
            case ApprovalOutcome.Requested requested ->
                Answer.versioned(
                        202,
                        requested.approval(),
                        Integer.toString(requested.approval().version()));
            case ApprovalOutcome.Refused refused -> Answer.refused(refused.code(), refused.detail());
        };
    }
}
