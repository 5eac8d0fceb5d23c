package wallethub.staff;

import java.util.Set;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.database.RowScope;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CallingHandler;
import wallethub.problem.ErrorCode;
import wallethub.staff.StaffSessions.Rotation;

/**
 * Operation {@code refresh-staff-token}: a refresh token, used once, for the next pair.
 *
 * <p>In three steps because the end of a family must be committed although the answer is a refusal.
 */
@Component
class RefreshStaffTokenHandler implements CallingHandler<RefreshStaffToken, Rotation, Rotation, Rotation> {

    private final StaffSessions sessions;
    private final StaffMetrics metrics;
    private final AuditLog audit;

    RefreshStaffTokenHandler(StaffSessions sessions, StaffMetrics metrics, AuditLog audit) {
        this.sessions = sessions;
        this.metrics = metrics;
        this.audit = audit;
    }

    @Override
    public String name() {
        return "refresh-staff-token";
    }

    @Override
    public Class<RefreshStaffToken> command() {
        return RefreshStaffToken.class;
    }

    @Override
    public Class<Rotation> prepared() {
        return Rotation.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Public();
    }

    /** The token is found by its hash alone; whose it is, is the answer. */
    @Override
    public RowScope scope(Caller caller) {
        return RowScope.system();
    }

    @Override
    public Preparation<Rotation, Rotation> prepare(RefreshStaffToken command, Caller caller) {
        Rotation rotation = sessions.refresh(command.refreshToken());
        if (rotation instanceof Rotation.Reused reused) {
            Caller staff = Caller.staff(reused.account(), reused.session().text(), Set.of(), caller.address());
            audit.record(new AuditEntry(
                    staff, "staff.refresh.reused", reused.session().text(), null, null, null, caller.address()));
        }
        return new Preparation.Call<>(rotation);
    }

    /** Calls nobody. */
    @Override
    public Rotation call(Rotation rotation) {
        return rotation;
    }

    @Override
    public Rotation finish(Rotation prepared, Rotation rotation, Caller caller) {
        return rotation;
    }

    @Override
    public Answer answer(Rotation rotation) {
        return switch (rotation) {
            case Rotation.Rotated rotated -> Answer.ok(rotated.grant());
            case Rotation.Reused reused -> {
                metrics.refused("reused");
                yield Answer.refused(ErrorCode.REFRESH_REUSED, "the refresh token was used before; log in again");
            }
            case Rotation.Expired expired -> {
                metrics.refused("session-expired");
                yield Answer.refused(ErrorCode.TOKEN_EXPIRED, "the session is over; log in again");
            }
            case Rotation.Unknown unknown -> {
                metrics.refused("session-unknown");
                yield Answer.refused(ErrorCode.AUTH_REQUIRED, "the refresh token is not valid; log in again");
            }
        };
    }
}
