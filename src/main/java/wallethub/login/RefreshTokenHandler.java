package wallethub.login;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.database.RowScope;
import wallethub.login.Sessions.Rotation;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CallingHandler;
import wallethub.problem.ErrorCode;

/**
 * Operation {@code refresh-token}: a refresh token, used once, for the next pair.
 *
 * <p>In three steps because the end of a family must be committed although the answer is a refusal.
 */
@Component
class RefreshTokenHandler implements CallingHandler<RefreshToken, Rotation, Rotation, Rotation> {

    private final Sessions sessions;
    private final LoginMetrics metrics;

    RefreshTokenHandler(Sessions sessions, LoginMetrics metrics) {
        this.sessions = sessions;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return "refresh-token";
    }

    @Override
    public Class<RefreshToken> command() {
        return RefreshToken.class;
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
    public Preparation<Rotation, Rotation> prepare(RefreshToken command, Caller caller) {
        return new Preparation.Call<>(sessions.refresh(command.refreshToken()));
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
