package wallethub.approval;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.StaffDirectory;
import wallethub.access.StaffPermission;
import wallethub.crash.CommitPoints;
import wallethub.crash.CrashPoint;
import wallethub.id.ApprovalId;
import wallethub.id.StaffId;
import wallethub.money.Money;
import wallethub.operation.CanonicalJson;
import wallethub.operation.Precondition;
import wallethub.problem.ErrorCode;

/**
 * Decides what was asked for: once, by another person, who may at this moment, and exactly as it was asked for.
 *
 * <p>Everything happens in the caller's transaction, under the lock of the request's row: decision, execution and audit
 * commit together.
 */
@Component
class Decisions {

    private static final Logger log = LoggerFactory.getLogger(Decisions.class);

    private final ApprovalStore store;
    private final ApprovalActions actions;
    private final ApprovalLimits limits;
    private final ApprovalSeal seal;
    private final ObjectProvider<StaffDirectory> directory;
    private final AuditLog audit;
    private final Clock clock;

    // The directory is asked for late: the package that has it has actions of its own.
    Decisions(
            ApprovalStore store,
            ApprovalActions actions,
            ApprovalLimits limits,
            ApprovalSeal seal,
            ObjectProvider<StaffDirectory> directory,
            AuditLog audit,
            Clock clock) {
        this.store = store;
        this.actions = actions;
        this.limits = limits;
        this.seal = seal;
        this.directory = directory;
        this.audit = audit;
        this.clock = clock;
    }

    /** Refusals in this order: missing, changed, decided, same person, checker, maker, edited, overtaken, its own. */
    DecisionOutcome approve(ApprovalId id, Precondition ifMatch, Caller caller) {
        Optional<ApprovalRequest> found = store.lock(id);
        if (found.isEmpty()) {
            return new DecisionOutcome.Missing();
        }
        ApprovalRequest request = found.get();
        Instant now = now();
        if (isDone(request, ApprovalState.APPROVED, caller)) {
            // The answer was lost on its way (RFC 9110, 13.1.1): the change that the tag was meant for has been made.
            return new DecisionOutcome.Decided(request.shown(now));
        }
        if (!ifMatch.holds(request.tag())) {
            return new DecisionOutcome.Refused(ErrorCode.PRECONDITION_FAILED, "it is not as the caller has seen it");
        }
        if (request.stateAt(now) != ApprovalState.PENDING) {
            return new DecisionOutcome.Conflict(request.stateAt(now));
        }
        Optional<ApprovalAction<?>> action = actions.find(request.wish().kind());
        return action.isPresent() ? approve(action.get(), request, caller, now) : unheardOf(request);
    }

    private <P> DecisionOutcome approve(ApprovalAction<P> action, ApprovalRequest request, Caller caller, Instant now) {
        StaffId maker = request.wish().maker();
        if (directory.getObject().samePerson(maker, caller.staff())) {
            return new DecisionOutcome.Refused(
                    ErrorCode.APPROVAL_SAME_PERSON, "nobody approves what he asked for himself");
        }
        Set<String> ofChecker = directory.getObject().permissionsOf(caller.staff());
        StaffPermission needed = needed(action, request.wish(), now);
        if (!ofChecker.contains(needed.wire())) {
            return new DecisionOutcome.Refused(ErrorCode.FORBIDDEN, "this wants permission " + needed.wire());
        }
        Set<String> ofMaker = directory.getObject().permissionsOf(maker);
        if (!ofMaker.contains(action.maker().wire())) {
            return new DecisionOutcome.Refused(
                    ErrorCode.FORBIDDEN,
                    "who asked for it has permission " + action.maker().wire() + " no more");
        }
        if (!seal.holds(request)) {
            return stale("what is stored is not what was asked for; it can only be rejected or withdrawn");
        }
        P payload = CanonicalJson.read(request.wish().payload(), action.payload());
        return switch (action.check(payload, Caller.staff(maker, null, ofMaker, null))) {
            case Check.Refused refused -> new DecisionOutcome.Refused(refused.code(), refused.detail());
            case Check.Fits fits ->
                isAsBefore(request, fits)
                        ? execute(action, request, payload, as(caller, ofChecker), now)
                        : stale("what it depends on has changed since it was asked for");
        };
    }

    private StaffPermission needed(ApprovalAction<?> action, ApprovalRequest.Wish wish, Instant now) {
        Money amount = wish.amount();
        return amount != null && limits.isLarge(amount, store.approved(wish, amount, limits.startOfDay(now)))
                ? action.largeChecker().orElse(action.checker())
                : action.checker();
    }

    private static boolean isAsBefore(ApprovalRequest request, Check.Fits fits) {
        return fits.state().equals(request.wish().stateBefore())
                && fits.object().equals(request.wish().object())
                && fits.amount().equals(Optional.ofNullable(request.wish().amount()));
    }

    private static DecisionOutcome stale(String detail) {
        return new DecisionOutcome.Refused(ErrorCode.APPROVAL_STALE, detail);
    }

    private static Caller as(Caller caller, Set<String> permissions) {
        return Caller.staff(caller.staff(), caller.session(), permissions, caller.address());
    }

    private <P> DecisionOutcome execute(
            ApprovalAction<P> action, ApprovalRequest request, P payload, Caller checker, Instant now) {
        return switch (action.execute(request.id(), payload, checker)) {
            case Execution.Refused refused -> new DecisionOutcome.Refused(refused.code(), refused.detail());
            case Execution.Done done -> {
                audit.record(new AuditEntry(
                        checker,
                        action.kind(),
                        request.wish().object(),
                        null,
                        request.hash(),
                        request.id() + ": " + request.wish().reason(),
                        checker.address()));
                DecisionOutcome decided = decided(
                        request,
                        ApprovalState.APPROVED,
                        new ApprovalRequest.Decision(checker.staff(), now, null, done.result()),
                        checker);
                CommitPoints.around(CrashPoint.BEFORE_APPROVAL_COMMIT, CrashPoint.AFTER_APPROVAL_COMMIT);
                yield decided;
            }
        };
    }

    /** Whoever may approve some of the kind may turn any of it down; a request that was tampered with too. */
    DecisionOutcome reject(ApprovalId id, String reason, Caller caller) {
        Optional<ApprovalRequest> found = store.lock(id);
        if (found.isEmpty()) {
            return new DecisionOutcome.Missing();
        }
        ApprovalRequest request = found.get();
        Instant now = now();
        if (isDone(request, ApprovalState.REJECTED, caller)) {
            return new DecisionOutcome.Decided(request.shown(now));
        }
        if (request.stateAt(now) != ApprovalState.PENDING) {
            return new DecisionOutcome.Conflict(request.stateAt(now));
        }
        if (directory.getObject().samePerson(request.wish().maker(), caller.staff())) {
            return new DecisionOutcome.Refused(
                    ErrorCode.APPROVAL_SAME_PERSON, "who asked for it withdraws it; somebody else rejects it");
        }
        Optional<ApprovalAction<?>> action = actions.find(request.wish().kind());
        if (action.isEmpty()) {
            return unheardOf(request);
        }
        if (!ApprovalActions.mayDecideSome(action.get(), directory.getObject().permissionsOf(caller.staff()))) {
            return new DecisionOutcome.Refused(ErrorCode.FORBIDDEN, "the caller may not decide this");
        }
        return decided(
                request,
                ApprovalState.REJECTED,
                new ApprovalRequest.Decision(caller.staff(), now, reason, Map.of()),
                caller);
    }

    /** Only who asked for it. */
    DecisionOutcome withdraw(ApprovalId id, Caller caller) {
        Optional<ApprovalRequest> found = store.lock(id);
        if (found.isEmpty()) {
            return new DecisionOutcome.Missing();
        }
        ApprovalRequest request = found.get();
        Instant now = now();
        if (!request.wish().maker().equals(caller.staff())) {
            return new DecisionOutcome.Refused(ErrorCode.FORBIDDEN, "only who asked for it withdraws it");
        }
        if (request.state() == ApprovalState.WITHDRAWN) {
            return new DecisionOutcome.Decided(request.shown(now));
        }
        if (request.stateAt(now) != ApprovalState.PENDING) {
            return new DecisionOutcome.Conflict(request.stateAt(now));
        }
        return decided(
                request, ApprovalState.WITHDRAWN, new ApprovalRequest.Decision(null, now, null, Map.of()), caller);
    }

    private static boolean isDone(ApprovalRequest request, ApprovalState state, Caller caller) {
        ApprovalRequest.Decision decision = request.decision();
        return request.state() == state && decision != null && caller.staff().equals(decision.checker());
    }

    private static DecisionOutcome unheardOf(ApprovalRequest request) {
        return new DecisionOutcome.Refused(
                ErrorCode.STATE_CONFLICT, "nothing here does " + request.wish().kind());
    }

    private DecisionOutcome decided(
            ApprovalRequest request, ApprovalState state, ApprovalRequest.Decision decision, Caller caller) {
        if (!store.decide(request.id(), request.version(), state, decision)) {
            throw new IllegalStateException(request.id() + " was decided under its lock");
        }
        audit.record(new AuditEntry(
                caller,
                "approval." + verb(state),
                request.id().text(),
                request.hash(),
                null,
                decision.reason() == null ? request.wish().reason() : decision.reason(),
                caller.address()));
        log.atInfo()
                .addKeyValue("approvalId", request.id())
                .addKeyValue("kind", request.wish().kind())
                .addKeyValue("state", state.wire())
                .log("approval decided");
        return new DecisionOutcome.Decided(
                store.find(request.id()).orElseThrow().shown(decision.at()));
    }

    private static String verb(ApprovalState state) {
        return switch (state) {
            case APPROVED -> "approve";
            case REJECTED -> "reject";
            case WITHDRAWN -> "withdraw";
            case EXPIRED -> "expire";
            case PENDING -> "request";
        };
    }

    /** Keeps an attempt that was refused and tells something; in a transaction of its own. */
    void witness(String action, String id, DecisionOutcome outcome, Caller caller) {
        if (outcome instanceof DecisionOutcome.Refused refused && refused.isTelling()) {
            audit.record(new AuditEntry(
                    caller,
                    action + ".refused",
                    id,
                    null,
                    null,
                    refused.code() + ": " + refused.detail(),
                    caller.address()));
            log.atWarn()
                    .addKeyValue("approvalId", id)
                    .addKeyValue("code", refused.code())
                    .log("decision refused");
        }
    }

    /** To the microsecond, as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
