package wallethub.staff;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.TokenHash;
import wallethub.database.RowScope;
import wallethub.id.SessionId;
import wallethub.id.StaffId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code redeem-staff-code}: the session begins; a code is good once, for a minute, and for nobody else. */
@Component
class RedeemStaffCodeHandler implements TransactionHandler<RedeemStaffCode, Optional<StaffGrant>> {

    private static final Logger log = LoggerFactory.getLogger(RedeemStaffCodeHandler.class);

    private final LoginAttemptStore attempts;
    private final StaffAccountStore accounts;
    private final StaffSessions sessions;
    private final StaffMetrics metrics;
    private final AuditLog audit;
    private final Clock clock;

    RedeemStaffCodeHandler(
            LoginAttemptStore attempts,
            StaffAccountStore accounts,
            StaffSessions sessions,
            StaffMetrics metrics,
            AuditLog audit,
            Clock clock) {
        this.attempts = attempts;
        this.accounts = accounts;
        this.sessions = sessions;
        this.metrics = metrics;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "redeem-staff-code";
    }

    @Override
    public Class<RedeemStaffCode> command() {
        return RedeemStaffCode.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Public();
    }

    /** The code is found by its hash alone; whose it is, is the answer. */
    @Override
    public RowScope scope(Caller caller) {
        return RowScope.system();
    }

    @Override
    public Optional<StaffGrant> handle(RedeemStaffCode command, Caller caller) {
        Instant now = clock.instant();
        return attempts.redeem(TokenHash.of(command.code()), IssuerLogin.challenge(command.codeVerifier()), now)
                .filter(redeemed -> accounts.find(redeemed.account())
                        .filter(account -> account.disabledAt() == null)
                        .isPresent())
                .map(redeemed -> begun(redeemed, caller, now));
    }

    private StaffGrant begun(LoginAttemptStore.Redeemed redeemed, Caller caller, Instant now) {
        StaffSessions.Granted granted = redeemed.breakGlass()
                ? sessions.startBriefly(redeemed.account(), redeemed.issuerSid())
                : sessions.start(redeemed.account(), redeemed.issuerSid());
        accounts.loggedIn(redeemed.account(), now);
        Caller staff = Caller.staff(redeemed.account(), granted.session().text(), Set.of(), caller.address());
        audit.record(new AuditEntry(
                staff,
                redeemed.breakGlass() ? "staff.login.break-glass" : "staff.login",
                granted.session().text(),
                null,
                null,
                null,
                caller.address()));
        if (redeemed.breakGlass()) {
            alert(redeemed.account(), granted.session());
        }
        return granted.grant();
    }

    private void alert(StaffId account, SessionId session) {
        metrics.brokeGlass();
        log.atError()
                .addKeyValue("staffId", account)
                .addKeyValue("sessionId", session)
                .log("the glass was broken: somebody works past the issuer");
    }

    @Override
    public Answer answer(Optional<StaffGrant> grant) {
        if (grant.isEmpty()) {
            metrics.refused("code");
            return Answer.refused(ErrorCode.AUTH_REQUIRED, "the code is not valid; log in again");
        }
        metrics.loggedIn();
        return Answer.ok(grant.get());
    }
}
